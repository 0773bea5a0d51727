"""Metadata of both directions: what the client sends comes back in the headers and in the trailers, of refusals too."""
import grpc
from interop import PATIENCE_SECONDS, channel, tell
from route_guide_pb2 import Point, Rectangle
from route_guide_pb2_grpc import RouteGuideStub

SENT = [("x-echo", "a value, with = and ;"), ("x-echo-bin", bytes(range(256)))]

routes = RouteGuideStub(channel())


def echoes(metadata):
    return {key: value.hex() if isinstance(value, bytes) else value for key, value in metadata or () if key.startswith("x-echo")}


def both(call):
    return {"headers": echoes(call.initial_metadata()), "trailers": echoes(call.trailing_metadata())}


_, unary = routes.GetFeature.with_call(Point(), metadata=SENT, timeout=PATIENCE_SECONDS)
stream = routes.ListFeatures(Rectangle(), metadata=SENT, timeout=PATIENCE_SECONDS)
list(stream)
try:
    routes.GetFeature(Point(latitude=900000001), metadata=SENT, timeout=PATIENCE_SECONDS)
except grpc.RpcError as error:
    refused = error
tell({"unary": both(unary), "stream": both(stream), "refused": {"code": refused.code().name, **both(refused)}})
