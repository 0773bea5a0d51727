import asyncio
import json
from datetime import datetime

import grpc
from google.protobuf.json_format import MessageToDict

import order_pb2
import order_pb2_grpc


async def grpc_order_client():
    channel = grpc.aio.insecure_channel(f'{"localhost"}:{50051}')
    client = order_pb2_grpc.OrderServiceStub(channel)
    return client


async def create_order(
    name: str,
    completed: bool,
    date: str = f'{datetime.utcnow()}Z',
):
    client = await grpc_order_client()
    order = await client.CreateOrder(
        order_pb2.CreateOrderRequest(
            name=name,
            completed=completed,
            date=date
        )
    )
    return MessageToDict(order)


print(json.dumps(asyncio.run(create_order("Ender's Game", False))))
