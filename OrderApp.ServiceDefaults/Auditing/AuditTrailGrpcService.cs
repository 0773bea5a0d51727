using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.ServiceDefaults.Auditing;

/// <summary>Shows operators the audit trail of this service.</summary>
[Authorize(Policies.Operator)]
internal sealed class AuditTrailGrpcService(AuditStore store) : AuditTrail.AuditTrailBase
{
    public override async Task<ListAuditEntriesResponse> ListAuditEntries(ListAuditEntriesRequest request, ServerCallContext context)
    {
        var page = AuditPage.Of(request);
        var entries = await store.ListAsync(page.Ids, request.AccountId, request.Thing, page.Size + 1, context.CancellationToken);
        return page.Cut(entries.Select(ToMessage));
    }

    private static AuditEntry ToMessage(AuditEntryRow row) => new()
    {
        EntryId = row.Id.ToString(),
        Time = row.StartTime.ToTimestamp(),
        AccountId = row.AccountId,
        Method = row.Method,
        Things = { row.Things },
        Request = row.Request,
        Status = row.Status ?? "",
        Reason = row.Reason ?? "",
        EndTime = row.EndTime?.ToTimestamp(),
    };
}
