using System.Data.Common;
using Grpc.Core;
using OrderApp.ServiceDefaults.Database;

namespace OrderApp.ServiceDefaults.Grpc;

/// <summary>Runs a service's methods and turns what they did not expect into a gRPC status without detail; the detail goes to the log.</summary>
internal sealed class ErrorGuard(FailureLog log, IDatabaseReadiness? schema = null)
{
    public async Task<TResponse> RunAsync<TRequest, TResponse>(
        UnaryServerMethod<TRequest, TResponse> method, TRequest request, ServerCallContext context)
        where TRequest : class where TResponse : class
    {
        try
        {
            return await method(request, context);
        }
        catch (Exception error) when (NotesFailure(error, context))
        {
            throw Translate(error, context);
        }
    }

    public async Task<TResponse> RunAsync<TRequest, TResponse>(
        ClientStreamingServerMethod<TRequest, TResponse> method, IAsyncStreamReader<TRequest> requests, ServerCallContext context)
        where TRequest : class where TResponse : class
    {
        try
        {
            return await method(new CheckedRequests<TRequest>(requests, context.CancellationToken), context);
        }
        catch (Exception error) when (NotesFailure(error, context))
        {
            throw Translate(error, context);
        }
    }

    public async Task RunAsync<TRequest, TResponse>(
        ServerStreamingServerMethod<TRequest, TResponse> method, TRequest request, IServerStreamWriter<TResponse> responses, ServerCallContext context)
        where TRequest : class where TResponse : class
    {
        try
        {
            await method(request, responses, context);
        }
        catch (Exception error) when (NotesFailure(error, context))
        {
            throw Translate(error, context);
        }
    }

    public async Task RunAsync<TRequest, TResponse>(
        DuplexStreamingServerMethod<TRequest, TResponse> method, IAsyncStreamReader<TRequest> requests, IServerStreamWriter<TResponse> responses,
        ServerCallContext context)
        where TRequest : class where TResponse : class
    {
        try
        {
            await method(new CheckedRequests<TRequest>(requests, context.CancellationToken), responses, context);
        }
        catch (Exception error) when (NotesFailure(error, context))
        {
            throw Translate(error, context);
        }
    }

    private RpcException Translate(Exception error, ServerCallContext context)
    {
        if (context.Deadline <= DateTime.UtcNow)
            return GrpcErrors.Make(StatusCode.DeadlineExceeded, "the deadline passed");
        if (context.CancellationToken.IsCancellationRequested)
            return GrpcErrors.Make(StatusCode.Cancelled, "the call was cancelled");
        if (Causes(error).OfType<DbException>().Any(cause => cause.IsAway() || schema is { Ready.IsCompletedSuccessfully: false }))
        {
            log.DatabaseAway(context.Method, error);
            return GrpcErrors.Unavailable("the database cannot be reached");
        }

        if (Causes(error).Any(cause => cause is Google.Protobuf.InvalidProtocolBufferException))
            return GrpcErrors.InvalidArgument("request", "is not a valid message");
        log.Unexpected(context.Method, error);
        return GrpcErrors.Make(StatusCode.Internal, "internal error");
    }

    // Notes that the request was read before it failed, and answers whether the failure has to be translated.
    private static bool NotesFailure(Exception error, ServerCallContext context)
    {
        MalformedRequestMiddleware.MarkRead(context.GetHttpContext());
        return error is not RpcException;
    }

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
