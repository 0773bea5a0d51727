"""A conversation in which each side waits for the other: nothing on the way may hold a message back."""
from queue import Queue

from interop import PATIENCE_SECONDS, channel, tell
from route_guide_pb2 import Point, RouteNote
from route_guide_pb2_grpc import RouteGuideStub

outbox = Queue()
replies = RouteGuideStub(channel()).RouteChat(iter(outbox.get, None), timeout=PATIENCE_SECONDS)
turns = []
for turn in range(5):
    outbox.put(RouteNote(message=f"note {turn}", location=Point(latitude=1)))
    turns.append([next(replies).message for _ in range(turn)])
outbox.put(None)
tell({"turns": turns, "after": len(list(replies)), "code": replies.code().name})
