using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace OrderApp.ServiceDefaults.Telemetry;

/// <summary>
/// Keeps the platform's line per statement, per probe and per request out of the logs; the section Logging:LogLevel of the configuration can bring
/// each category back.
/// </summary>
internal static class LogLevels
{
    private static readonly (string Category, LogLevel Least)[] Quiet =
    [
        ("Npgsql", LogLevel.Warning),
        ("Microsoft.EntityFrameworkCore", LogLevel.Warning),
        ("Microsoft.EntityFrameworkCore.Database.Connection", LogLevel.Critical), // the migrator tells it once
        ("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Critical),
        ("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical), // ProcessHealth tells it once
        ("Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.Critical), // callers' mistakes, with a stack each; FailureLog tells what is the service's own
    ];

    public static void AddQuietLevels(this ILoggingBuilder logging, IConfiguration configuration)
    {
        foreach (var (category, least) in Quiet)
        {
            // Of two rules for one category the later wins, which would be this one.
            if (configuration[$"Logging:LogLevel:{category}"] is null)
                logging.AddFilter(category, least);
        }
    }
}
