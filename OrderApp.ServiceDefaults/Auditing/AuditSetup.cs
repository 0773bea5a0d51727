using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace OrderApp.ServiceDefaults.Auditing;

/// <summary>Adds the audit trail to a service with a database.</summary>
internal static class AuditSetup
{
    public static void AddAuditTrail(this IServiceCollection services)
    {
        services.AddSingleton<AuditStore>();
        services.AddSingleton<AuditedActions>();
        services.AddSingleton<AuditTrailGrpcService>();
    }

    public static void MapAuditTrail(this WebApplication app)
    {
        if (app.Services.GetService<AuditStore>() is not null)
            app.MapGrpcService<AuditTrailGrpcService>();
    }
}
