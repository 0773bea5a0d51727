"""A watcher sees what happens to an order from when it began to watch, and goes on where it left."""
import sys

from interop import PATIENCE_SECONDS, channel, tell
from order_pb2 import CreateOrderRequest, DeleteOrderRequest, OrderEvent, UpdateOrderRequest, WatchOrdersRequest
from order_pb2_grpc import OrderServiceStub

orders = OrderServiceStub(channel())
uuid = orders.CreateOrder(CreateOrderRequest(name=sys.argv[2]), timeout=PATIENCE_SECONDS).order.uuid

watch = orders.WatchOrders(WatchOrdersRequest(uuid=uuid), timeout=PATIENCE_SECONDS)
watch.initial_metadata()
orders.UpdateOrder(UpdateOrderRequest(uuid=uuid, name="renamed"), timeout=PATIENCE_SECONDS)
first = next(watch)
watch.cancel()

orders.DeleteOrder(DeleteOrderRequest(uuid=uuid), timeout=PATIENCE_SECONDS)
resumed = orders.WatchOrders(WatchOrdersRequest(uuid=uuid, resume_token=first.resume_token), timeout=PATIENCE_SECONDS)
second = next(resumed)
resumed.cancel()
tell({"events": [[OrderEvent.Type.Name(event.type), event.order.name] for event in (first, second)]})
