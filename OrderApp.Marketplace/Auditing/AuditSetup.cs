using OrderApp.Marketplace.Visitors;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Marketplace.Auditing;

/// <summary>What shows the audit trail.</summary>
internal static class AuditSetup
{
    public static void AddAuditDesk(this WebApplicationBuilder builder)
    {
        foreach (var service in AuditDesk.Services)
            builder.AddServiceClient<AuditTrail.AuditTrailClient>(service, AuditDesk.ClientOf(service)).NeedsProof();
        builder.Services.AddSingleton<AuditDesk>();
        builder.Services.AddSingleton<AuditGrpcService>();
    }

    public static void MapAuditDesk(this IEndpointRouteBuilder app) => app.MapGrpcService<AuditGrpcService>().TakesToken();
}
