using Grpc.Core;

namespace OrderApp.Tests.Support;

/// <summary>Holds a call to be refused, and answers the status it was refused with.</summary>
internal static class Refusal
{
    public static async Task<Status> OfAsync(Func<Task> call) => (await Assert.ThrowsAnyAsync<RpcException>(call)).Status;

    public static Task<Status> OfAsync<TResponse>(AsyncUnaryCall<TResponse> call) => OfAsync(() => call.ResponseAsync);
}
