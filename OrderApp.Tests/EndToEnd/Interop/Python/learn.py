"""Knows no contract but reflection's: learns the service from the server, then calls it."""
import json
import sys

from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.message_factory import MessageFactory
from interop import PATIENCE_SECONDS, channel, tell
from reflection_pb2 import ServerReflectionRequest, ServerReflectionResponse

_, address, version, symbol, method, request = sys.argv
door = channel()
reflect = door.stream_stream(
    f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
    request_serializer=ServerReflectionRequest.SerializeToString,
    response_deserializer=ServerReflectionResponse.FromString,
)


def ask(**question):
    return next(reflect(iter([ServerReflectionRequest(**question)]), timeout=PATIENCE_SECONDS))


pool = DescriptorPool()
known = set()


def learn(files):
    for file in map(FileDescriptorProto.FromString, files):
        if file.name in known:
            continue
        known.add(file.name)
        for dependency in file.dependency:
            learn(ask(file_by_filename=dependency).file_descriptor_response.file_descriptor_proto)
        pool.Add(file)


learn(ask(file_containing_symbol=symbol).file_descriptor_response.file_descriptor_proto)
descriptor = pool.FindServiceByName(symbol).FindMethodByName(method)
messages = MessageFactory(pool)
call = door.unary_unary(
    f"/{symbol}/{method}",
    request_serializer=lambda message: message.SerializeToString(),
    response_deserializer=messages.GetPrototype(descriptor.output_type).FromString,
)
answer = call(ParseDict(json.loads(request), messages.GetPrototype(descriptor.input_type)()), timeout=PATIENCE_SECONDS)
tell({
    "services": sorted(service.name for service in ask(list_services="").list_services_response.service),
    "methods": [found.name for found in pool.FindServiceByName(symbol).methods],
    "unknown": ask(file_containing_symbol="missing.Service").error_response.error_code,
    "answer": MessageToDict(answer, preserving_proto_field_name=True),
})
