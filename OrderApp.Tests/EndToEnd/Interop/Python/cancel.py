"""A client that leaves in the middle of a stream of each direction, and calls again over the same channel."""
import sys
from queue import Queue

import grpc
from interop import PATIENCE_SECONDS, channel, tell
from route_guide_pb2 import Point, Rectangle, RouteNote
from route_guide_pb2_grpc import RouteGuideStub

routes = RouteGuideStub(channel())
name = sys.argv[2]


def cancelled(call):
    call.cancel()
    try:
        list(call)
    except grpc.RpcError:
        pass
    return call.code().name


outbox = Queue()
chat = routes.RouteChat(iter(outbox.get, None), metadata=[("x-call", f"chat {name}")], timeout=PATIENCE_SECONDS)
outbox.put(RouteNote(message="first"))
outbox.put(RouteNote(message="second"))
reply = next(chat).message
codes = {"chat": cancelled(chat)}
outbox.put(None)

points = Queue()
trip = routes.RecordRoute.future(iter(points.get, None), timeout=PATIENCE_SECONDS)
points.put(Point())
trip.cancel()
codes["trip"] = trip.code().name
points.put(None)

world = Rectangle(lo=Point(latitude=-900000000, longitude=-1800000000), hi=Point(latitude=900000000, longitude=1800000000))
features = routes.ListFeatures(world, metadata=[("x-call", f"features {name}")], timeout=PATIENCE_SECONDS)
first = next(features).name
codes["features"] = cancelled(features)

here = routes.ListFeatures(Rectangle(lo=Point(latitude=400000000, longitude=-750000000), hi=Point(latitude=420000000, longitude=-730000000)))
tell({"reply": reply, "first": first, "codes": codes, "next": len(list(here))})
