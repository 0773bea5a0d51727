"""The life of an order: made once under a request id, read, changed, listed, removed."""
import sys

from google.protobuf.field_mask_pb2 import FieldMask
from interop import PATIENCE_SECONDS, channel, plain, refusal, tell
from order_pb2 import CreateOrderRequest, DeleteOrderRequest, ListOrdersRequest, ReadOrderRequest, UpdateOrderRequest
from order_pb2_grpc import OrderServiceStub

orders = OrderServiceStub(channel())
name = sys.argv[2]
request = CreateOrderRequest(name=name, date="2026-11-20 11:36:31.123456Z", request_id=f"request of {name}", user_id=7)

created = orders.CreateOrder(request, timeout=PATIENCE_SECONDS)
replayed, replay = orders.CreateOrder.with_call(request, timeout=PATIENCE_SECONDS)
reused = refusal(lambda: orders.CreateOrder(CreateOrderRequest(name="Other", request_id=request.request_id)))
uuid, etag = created.order.uuid, created.order.etag

completed = UpdateOrderRequest(uuid=uuid, completed=True, update_mask=FieldMask(paths=["completed"]), etag=etag)
updated = orders.UpdateOrder(completed, timeout=PATIENCE_SECONDS)
stale = refusal(lambda: orders.UpdateOrder(completed))
read = orders.ReadOrder(ReadOrderRequest(uuid=uuid.upper()), timeout=PATIENCE_SECONDS)

for number in range(2):
    orders.CreateOrder(CreateOrderRequest(name=f"{name} {number}"), timeout=PATIENCE_SECONDS)
page = orders.ListOrders(ListOrdersRequest(query=name, page_size=2), timeout=PATIENCE_SECONDS)
rest = orders.ListOrders(ListOrdersRequest(query=name, page_size=2, page_token=page.next_page_token), timeout=PATIENCE_SECONDS)

tell({
    "created": plain(created),
    "same": created.order.uuid == replayed.order.uuid,
    "replayed": dict(replay.initial_metadata()).get("idempotent-replayed"),
    "reused": reused["code"],
    "updated": plain(updated.order),
    "stale": stale["code"],
    "read": read.order == updated.order,
    "pages": [[order.name for order in page.orders], [order.name for order in rest.orders], [rest.next_page_token]],
    "deleted": [orders.DeleteOrder(DeleteOrderRequest(uuid=uuid), timeout=PATIENCE_SECONDS).success for _ in range(2)],
})
