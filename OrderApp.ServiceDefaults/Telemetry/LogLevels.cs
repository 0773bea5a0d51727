using Microsoft.Extensions.Logging;

namespace OrderApp.ServiceDefaults.Telemetry;

/// <summary>Keeps the platform's line per statement and per probe out of the logs; the Logging section of the configuration can bring them back.</summary>
internal static class LogLevels
{
    public static void AddQuietLevels(this ILoggingBuilder logging) => logging
        .AddFilter("Npgsql", LogLevel.Warning)
        .AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning)
        .AddFilter("Microsoft.EntityFrameworkCore.Database.Connection", LogLevel.Critical) // the migrator tells it once
        .AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Critical)
        .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical); // ProcessHealth tells it once
}
