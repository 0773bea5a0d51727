using System.Diagnostics.CodeAnalysis;
using Grpc.Core;

namespace OrderApp.Marketplace.Problems;

/// <summary>What a backing service answered a page: a value, or the problem the page shows in its place.</summary>
internal sealed record Reply<T>(T? Value, ServiceProblem? Problem)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsValue => Problem is null;
}

/// <summary>Turns gRPC calls into replies, so that a page goes on without what is missing.</summary>
internal static class ReplyExtensions
{
    public static async Task<Reply<T>> ReplyAsync<T>(this AsyncUnaryCall<T> call)
        where T : class
    {
        try
        {
            return new(await call, null);
        }
        catch (RpcException error)
        {
            return new(null, ServiceProblem.From(error));
        }
    }
}
