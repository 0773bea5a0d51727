using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace OrderApp.ServiceDefaults.Common;

/// <summary>Errors with a google.rpc.Status beside them: what all refusals are made by.</summary>
internal static class RichErrors
{
    public const string Domain = "orderapp";

    public static RpcException Make(StatusCode code, string reason, string message, params IEnumerable<IMessage> details) =>
        new Google.Rpc.Status
        {
            Code = (int)code,
            Message = message,
            Details = { Any.Pack(new ErrorInfo { Reason = reason, Domain = Domain }), details.Select(Any.Pack) },
        }.ToRpcException();
}
