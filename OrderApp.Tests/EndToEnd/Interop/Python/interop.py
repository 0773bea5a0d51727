"""What the scripts share: the address to call, and one line of JSON as the result."""
import json
import sys

import grpc
from google.protobuf.json_format import MessageToDict

PATIENCE_SECONDS = 20


def channel(address=None):
    return grpc.insecure_channel(address or sys.argv[1])


def tell(result):
    print(json.dumps(result, ensure_ascii=False))


def plain(message):
    return MessageToDict(message, preserving_proto_field_name=True, including_default_value_fields=True)


def refusal(call):
    """The status that a call ends with."""
    try:
        answer = call()
        if hasattr(answer, "__next__"):
            list(answer)
        return {"code": "OK", "details": ""}
    except grpc.RpcError as error:
        return {"code": error.code().name, "details": error.details()}
