using OrderApp.Marketplace.Auditing;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Api;

/// <summary>The audit trail as JSON.</summary>
internal static class AuditEndpoints
{
    public static async Task<IResult> ListAsync(HttpContext context, AuditDesk desk)
    {
        var request = MessageInput<ListAuditEntriesRequest>.ReadQuery(context.Request.Query);
        return new ProtoJson(await desk.ListAsync(request, null, context.RequestAborted));
    }
}
