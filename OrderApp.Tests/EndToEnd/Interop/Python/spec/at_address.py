"""Runs a client that is written for localhost:50051, unchanged, against the address that is given first."""
import runpy
import sys

import grpc
import grpc.aio

_, address, client = sys.argv[:3]
sys.argv = sys.argv[2:]


def redirected(connect):
    return lambda target, *args, **kwargs: connect(address if target == "localhost:50051" else target, *args, **kwargs)


grpc.insecure_channel = redirected(grpc.insecure_channel)
grpc.aio.insecure_channel = redirected(grpc.aio.insecure_channel)
runpy.run_path(client, run_name="__main__")
