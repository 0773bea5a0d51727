"""All four kinds of RPC, as in the original session."""
from interop import PATIENCE_SECONDS, channel, plain, tell
from route_guide_pb2 import Point, Rectangle, RouteNote
from route_guide_pb2_grpc import RouteGuideStub

VISITED = [
    (412856162, -745148837), (418465462, -746859398), (406589790, -743560121), (416851321, -742674555), (415301720, -748416257),
    (407033786, -743977337), (401012643, -744035134), (412144655, -743949739), (414638017, -745957854), (400273442, -741220915),
]
NOTES = [("First message", 0, 0), ("Second message", 0, 1), ("Third message", 1, 0), ("Fourth message", 0, 0), ("Fifth message", 1, 0)]


def point(latitude, longitude):
    return Point(latitude=latitude, longitude=longitude)


routes = RouteGuideStub(channel())
rectangle = Rectangle(lo=point(400000000, -750000000), hi=point(420000000, -730000000))
notes = (RouteNote(message=message, location=point(*place)) for message, *place in NOTES)
tell({
    "found": plain(routes.GetFeature(point(409146138, -746188906), timeout=PATIENCE_SECONDS)),
    "nothing": plain(routes.GetFeature(point(0, 0), timeout=PATIENCE_SECONDS)),
    "listed": [feature.name for feature in routes.ListFeatures(rectangle, timeout=PATIENCE_SECONDS)],
    "trip": plain(routes.RecordRoute((point(*place) for place in VISITED), timeout=PATIENCE_SECONDS)),
    "chat": [note.message for note in routes.RouteChat(notes, timeout=PATIENCE_SECONDS)],
})
