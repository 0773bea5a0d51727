using System.Collections.Frozen;
using System.Data.Common;
using System.Reflection;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.ServiceDefaults.Auditing;

/// <summary>
/// Records what operators do: an entry before the method runs, and how it ended after it. What cannot be recorded is not done. Calls of all others,
/// and what only reads, pass by untouched.
/// </summary>
internal sealed partial class AuditedActions(AuditStore store, TimeProvider time, ILogger<AuditedActions> logger)
{
    // Read once an operator calls; nobody else needs it.
    private static readonly Lazy<FrozenSet<string>> ReadOnly = new(() => Methods().Where(IsReadOnly).Select(PathOf).ToFrozenSet());
    private static readonly Lazy<FrozenSet<string>> All = new(() => Methods().Select(PathOf).ToFrozenSet());

    /// <summary>Whether a call is to be recorded. Asked of every call: it allocates nothing.</summary>
    public static bool Concerns(HttpContext context, string method) =>
        context.Features.Get<Caller>() is { IsOperator: true, IsService: false } && Changes(method);

    /// <summary>Whether a method of the shop's contracts may change something.</summary>
    public static bool Changes(string method) => All.Value.Contains(method) && !ReadOnly.Value.Contains(method);

    /// <summary>Runs a call, recorded.</summary>
    /// <param name="context">The call.</param>
    /// <param name="request">Its request; of a stream the first message, null before it came.</param>
    /// <param name="run">Does it.</param>
    /// <param name="translate">What the caller is told of a failure that is no status yet.</param>
    /// <exception cref="UnrecordedActionException">It cannot be recorded, and was not done.</exception>
    public async Task<TResponse> RunAsync<TResponse>(
        ServerCallContext context, Func<IMessage?> request, Func<Task<TResponse>> run, Func<Exception, ServerCallContext, RpcException> translate)
        where TResponse : class
    {
        var entry = await BeginAsync(context, request());
        try
        {
            var response = await run();
            await EndAsync(entry, request(), response as IMessage, "OK", "");
            return response;
        }
        catch (Exception error)
        {
            var refusal = error as RpcException ?? translate(error, context);
            var status = JsonNamingPolicy.SnakeCaseUpper.ConvertName(refusal.StatusCode.ToString());
            await EndAsync(entry, request(), null, status, refusal.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? "");
            if (ReferenceEquals(refusal, error))
                throw;
            throw refusal;
        }
    }

    private async Task<AuditEntryRow> BeginAsync(ServerCallContext context, IMessage? request)
    {
        var now = time.GetUtcNow();
        var entry = new AuditEntryRow
        {
            Id = Guid.CreateVersion7(now),
            StartTime = now.UtcDateTime,
            AccountId = Caller.Of(context).AccountId ?? "",
            Method = context.Method.TrimStart('/'),
            Things = Things.Of(request),
            Request = request is null ? "{}" : RequestText.Of(request),
        };
        try
        {
            await store.BeginAsync(entry, context.CancellationToken);
            return entry;
        }
        catch (DbException error)
        {
            throw new UnrecordedActionException(error);
        }
    }

    private async Task EndAsync(AuditEntryRow entry, IMessage? request, IMessage? response, string status, string reason)
    {
        var ended = entry with
        {
            EndTime = time.GetUtcNow().UtcDateTime,
            Status = status,
            Reason = reason,
            Things = Things.Of(request, response),
            Request = request is null ? entry.Request : RequestText.Of(request),
        };
        try
        {
            await store.EndAsync(ended);
        }
        catch (DbException error)
        {
            // It is done; that it was begun is recorded.
            EndUnknown(entry.Method, entry.Id, status, error.Message);
        }
    }

    private static IEnumerable<MethodDescriptor> Methods() =>
        typeof(AuditReflection).Assembly.GetTypes()
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<FileDescriptor>()
            .SelectMany(file => file.Services)
            .SelectMany(service => service.Methods);

    private static bool IsReadOnly(MethodDescriptor method) =>
        method.GetOptions()?.IdempotencyLevel is MethodOptions.Types.IdempotencyLevel.NoSideEffects;

    private static string PathOf(MethodDescriptor method) => $"/{method.Service.FullName}/{method.Name}";

    [LoggerMessage(Level = LogLevel.Warning, Message = "How {Method} ended ({Status}) could not be written to the audit trail's entry {Entry}: {Problem}")]
    private partial void EndUnknown(string method, Guid entry, string status, string problem);
}

/// <summary>An operator's action was not done, since it could not be recorded.</summary>
internal sealed class UnrecordedActionException(DbException cause) : Exception(cause.Message, cause);
