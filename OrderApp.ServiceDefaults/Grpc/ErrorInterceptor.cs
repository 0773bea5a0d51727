using System.Data.Common;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using OrderApp.ServiceDefaults.Database;

namespace OrderApp.ServiceDefaults.Grpc;

/// <summary>Turns what a service did not expect into a gRPC status without detail; the detail goes to the log.</summary>
internal sealed partial class ErrorInterceptor(ILogger<ErrorInterceptor> logger, IDatabaseReadiness? schema = null) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception error) when (NotesFailure(error, context))
        {
            throw Translate(error, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(new CheckedRequests<TRequest>(requestStream, context.CancellationToken), context);
        }
        catch (Exception error) when (NotesFailure(error, context))
        {
            throw Translate(error, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception error) when (NotesFailure(error, context))
        {
            throw Translate(error, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(new CheckedRequests<TRequest>(requestStream, context.CancellationToken), responseStream, context);
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
            DatabaseAway(context.Method, error.Message);
            return GrpcErrors.Unavailable("the database cannot be reached");
        }

        if (Causes(error).Any(cause => cause is Google.Protobuf.InvalidProtocolBufferException))
            return GrpcErrors.InvalidArgument("request", "is not a valid message");
        Unexpected(error, context.Method);
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

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed unexpectedly")]
    private partial void Unexpected(Exception error, string method);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} failed: the database cannot be reached ({Reason})")]
    private partial void DatabaseAway(string method, string reason);
}
