"""What grpc.health.v1 tells about each service that is named on the command line; "-" is the server as a whole."""
import sys

from health_pb2 import HealthCheckRequest, HealthCheckResponse
from health_pb2_grpc import HealthStub
from interop import PATIENCE_SECONDS, channel, refusal, tell

health = HealthStub(channel())


def name(response):
    return HealthCheckResponse.ServingStatus.Name(response.status)


def request(service):
    return HealthCheckRequest(service="" if service == "-" else service)


def watched(service):
    watch = health.Watch(request(service), timeout=PATIENCE_SECONDS)
    first = name(next(watch))
    watch.cancel()
    return first


tell({
    "check": {service: name(health.Check(request(service), timeout=PATIENCE_SECONDS)) for service in sys.argv[2:]},
    "watch": {service: watched(service) for service in sys.argv[2:]},
    "unknown check": refusal(lambda: health.Check(request("missing.Service")))["code"],
    "unknown watch": watched("missing.Service"),
})
