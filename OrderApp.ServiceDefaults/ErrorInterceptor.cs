using System.Data.Common;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using OrderApp.ServiceDefaults.Auditing;

namespace OrderApp.ServiceDefaults;

/// <summary>
/// Turns what a service's methods did not expect into a gRPC status without detail; the detail goes to the log. What operators do is recorded on the
/// way: a second interceptor would cost every call an allocation, and those of customers are none of its business.
/// </summary>
internal sealed class ErrorInterceptor(FailureLog log, IDatabaseReadiness? schema = null, AuditedActions? audit = null) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await (audit is not null && AuditedActions.Concerns(context.GetHttpContext(), context.Method)
                ? RecordAsync(audit, request, context, continuation)
                : continuation(request, context));
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
            var requests = new CheckedRequests<TRequest>(requestStream, context.CancellationToken);
            return await (audit is not null && AuditedActions.Concerns(context.GetHttpContext(), context.Method)
                ? RecordAsync(audit, requests, context, continuation)
                : continuation(requests, context));
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

    private Task<TResponse> RecordAsync<TRequest, TResponse>(
        AuditedActions actions, TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        where TRequest : class where TResponse : class =>
        actions.RunAsync(context, () => request as IMessage, () => continuation(request, context), Translate);

    private Task<TResponse> RecordAsync<TRequest, TResponse>(
        AuditedActions actions, IAsyncStreamReader<TRequest> requests, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
        where TRequest : class where TResponse : class
    {
        var first = new FirstMessage<TRequest>(requests);
        return actions.RunAsync(context, () => first.Seen, () => continuation(first, context), Translate);
    }

    private RpcException Translate(Exception error, ServerCallContext context)
    {
        if (context.Deadline <= DateTime.UtcNow)
            return GrpcErrors.Make(StatusCode.DeadlineExceeded, "DEADLINE_EXCEEDED", "the deadline passed");
        if (context.CancellationToken.IsCancellationRequested)
            return GrpcErrors.Make(StatusCode.Cancelled, "CANCELLED", "the call was cancelled");
        if (error is UnrecordedActionException)
        {
            log.DatabaseAway(context.Method, error);
            return GrpcErrors.Unavailable("AUDIT_UNAVAILABLE", "the action cannot be recorded, and so is not done");
        }

        if (Causes(error).OfType<DbException>().Any(cause => cause.IsAway() || schema is { Ready.IsCompletedSuccessfully: false }))
        {
            log.DatabaseAway(context.Method, error);
            return GrpcErrors.Unavailable("DATABASE_UNAVAILABLE", "the database cannot be reached");
        }

        if (Causes(error).Any(cause => cause is Google.Protobuf.InvalidProtocolBufferException))
            return GrpcErrors.InvalidArgument("request", "is not a valid message");
        log.Unexpected(context.Method, error);
        return GrpcErrors.Make(StatusCode.Internal, "INTERNAL", "internal error");
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

    /// <summary>
    /// A stream of requests that answers INVALID_ARGUMENT to bytes that are not the message they should be: a frame that is cut off or lies
    /// about its length, what cannot be unpacked or parsed. The server by itself calls that its own, internal, error.
    /// </summary>
    private sealed class CheckedRequests<TRequest>(IAsyncStreamReader<TRequest> requests, CancellationToken callCancelled) : IAsyncStreamReader<TRequest>
    {
        public TRequest Current => requests.Current;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            try
            {
                return await requests.MoveNext(cancellationToken);
            }
            catch (Exception error) when (IsMalformed(error) && !callCancelled.IsCancellationRequested)
            {
                throw GrpcErrors.InvalidArgument("request", "is not a valid message");
            }
        }

        // Whatever reading throws: protobuf's parser runs past the end of some messages, and a length that no message can have is an IOException.
        // A caller who went away is one too, and then the call is cancelled.
        private static bool IsMalformed(Exception error) =>
            error is not (OperationCanceledException or InvalidOperationException or BadHttpRequestException or RpcException { StatusCode: not StatusCode.Internal });
    }
}
