"""A deadline ends a call that would go on for ever, and the channel serves the next call."""
import sys
import time
from queue import Queue

import grpc
from interop import PATIENCE_SECONDS, channel, tell
from route_guide_pb2 import Point, RouteNote
from route_guide_pb2_grpc import RouteGuideStub

routes = RouteGuideStub(channel())
routes.GetFeature(Point(), timeout=PATIENCE_SECONDS)
silence = Queue()
start = time.monotonic()
replies = routes.RouteChat(iter(silence.get, None), metadata=[("x-call", sys.argv[2])], timeout=1)
try:
    next(replies)
except grpc.RpcError:
    pass
seconds = time.monotonic() - start
silence.put(None)

echo = list(routes.RouteChat(iter([RouteNote(message="still here"), RouteNote()]), timeout=PATIENCE_SECONDS))
tell({"code": replies.code().name, "seconds": seconds, "next": [note.message for note in echo]})
