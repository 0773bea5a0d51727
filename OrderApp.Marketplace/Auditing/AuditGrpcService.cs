using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Marketplace.Auditing;

/// <summary>The audit trail at the front door, where a contract leads to one service: this one asks them all.</summary>
[Authorize(Policies.Operator)]
internal sealed class AuditGrpcService(AuditDesk desk) : AuditTrail.AuditTrailBase
{
    public override Task<ListAuditEntriesResponse> ListAuditEntries(ListAuditEntriesRequest request, ServerCallContext context) =>
        desk.ListAsync(request, null, context.CancellationToken);
}
