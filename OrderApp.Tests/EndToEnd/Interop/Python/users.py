"""Greets everybody who is named on the command line, plainly and with gzip."""
import sys

import grpc
from interop import PATIENCE_SECONDS, channel, tell
from user_service_pb2 import GetUserRequest
from user_service_pb2_grpc import UserServiceStub

users = UserServiceStub(channel())


def greet(username, compression):
    return users.GetUser(GetUserRequest(username=username), compression=compression, timeout=PATIENCE_SECONDS).message


tell({
    "plain": [greet(name, grpc.Compression.NoCompression) for name in sys.argv[2:]],
    "gzip": [greet(name, grpc.Compression.Gzip) for name in sys.argv[2:]],
})
