using Grpc.Core;

namespace OrderApp.Tests.Resilience.Chaos.Recording;

/// <summary>How a call ended for the one who made it.</summary>
internal enum Outcome
{
    /// <summary>It was answered: what it asked for has happened.</summary>
    Acknowledged,

    /// <summary>The service said no: nothing has happened.</summary>
    Refused,

    /// <summary>It failed on the way: it may have happened or not, or may happen yet.</summary>
    Unknown,
}

internal static class Outcomes
{
    private static readonly StatusCode[] Refusals =
        [StatusCode.InvalidArgument, StatusCode.NotFound, StatusCode.AlreadyExists, StatusCode.Aborted, StatusCode.ResourceExhausted];

    public static Outcome Of(RpcException error) =>
        IsFromServer(error) && Refusals.Contains(error.StatusCode) ? Outcome.Refused : Outcome.Unknown;

    /// <summary>Whether the service itself gave this status, rather than the client's library for want of an answer.</summary>
    public static bool IsFromServer(RpcException error) => error.Status.DebugException is null;
}
