"""What the scripts share: the address to call, and one line of JSON as the result."""
import json
import sys

import grpc
from google.protobuf.json_format import MessageToDict
from rpc_status_pb2 import BadRequest, ErrorInfo, Status

PATIENCE_SECONDS = 20


def channel(address=None):
    return grpc.insecure_channel(address or sys.argv[1])


def tell(result):
    print(json.dumps(result, ensure_ascii=False))


def plain(message):
    return MessageToDict(message, preserving_proto_field_name=True, including_default_value_fields=True)


def refusal(call):
    """The status that a call ends with, and what its details tell programs."""
    try:
        answer = call()
        if hasattr(answer, "__next__"):
            list(answer)
        return {"code": "OK", "details": "", "reason": "", "fields": []}
    except grpc.RpcError as error:
        info, bad = ErrorInfo(), BadRequest()
        for name, value in error.trailing_metadata() or ():
            if name == "grpc-status-details-bin":
                for detail in Status.FromString(value).details:
                    detail.Unpack(info)
                    detail.Unpack(bad)
        return {
            "code": error.code().name,
            "details": error.details(),
            "reason": info.reason,
            "fields": [violation.field for violation in bad.field_violations],
        }
