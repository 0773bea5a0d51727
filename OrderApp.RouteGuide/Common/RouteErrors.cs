using Grpc.Core;
using OrderApp.ServiceDefaults;

namespace OrderApp.Routes.Common;

/// <summary>How RouteGuide refuses.</summary>
internal static class RouteErrors
{
    public static RpcException Outside(string field, int value, int limit) =>
        GrpcErrors.InvalidArgument(field, $"{value} is outside +/-{limit} (degrees times 10^7)");

    public static RpcException TripTooLong() =>
        GrpcErrors.InvalidArgument("distance", $"the trip is longer than {int.MaxValue} points or metres, the most a summary can hold");

    public static RpcException ChatHoldsTooMany(string limit) =>
        GrpcErrors.Make(StatusCode.ResourceExhausted, "CHAT_FULL", $"this chat holds {limit}, the most the server keeps for one chat; start another");
}
