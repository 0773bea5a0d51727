using Grpc.Core;

namespace OrderApp.ServiceDefaults;

/// <summary>The refusals that services share. The text goes to the caller: it names the field and holds no internals.</summary>
public static class GrpcErrors
{
    /// <summary>A field is not acceptable: INVALID_ARGUMENT, "field: problem".</summary>
    public static RpcException InvalidArgument(string field, string problem) => Make(StatusCode.InvalidArgument, $"{field}: {problem}");

    /// <summary>What was asked for is not there: NOT_FOUND.</summary>
    public static RpcException NotFound(string message) => Make(StatusCode.NotFound, message);

    /// <summary>Something that is needed is away for now: UNAVAILABLE.</summary>
    public static RpcException Unavailable(string message) => Make(StatusCode.Unavailable, message);

    /// <summary>Any other refusal.</summary>
    public static RpcException Make(StatusCode code, string message) => new(new Status(code, message));
}
