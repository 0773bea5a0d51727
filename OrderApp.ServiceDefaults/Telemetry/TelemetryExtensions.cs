using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace OrderApp.ServiceDefaults.Telemetry;

/// <summary>Traces, metrics and logs through OTLP, from the platform's own sources; no instrumentation packages.</summary>
internal static class TelemetryExtensions
{
    private const double ProductionTraceRatio = 0.05;

    private static readonly string[] ActivitySources =
        ["Microsoft.AspNetCore", "System.Net.Http", "Grpc.Net.Client", "Npgsql", "Yarp.ReverseProxy", "OrderApp.*"];

    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime",
        "Grpc.Net.Client", "Npgsql", "OrderApp.*",
    ];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        // RequestSpans does it, for the requests that are recorded.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", true);

        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration("Telemetry").ValidateDataAnnotations().ValidateOnStart();
        var ratio = builder.Configuration.GetValue<double?>("Telemetry:TraceRatio")
            ?? (builder.Environment.IsDevelopment() ? 1 : ProductionTraceRatio);

        builder.Services.AddSingleton<IStartupFilter, RequestSpans>();
        builder.Logging.AddQuietLevels(builder.Configuration);
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(Meters))
            .WithTracing(tracing => tracing
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(Math.Clamp(ratio, 0, 1))))
                .AddSource(ActivitySources)
                .AddProcessor<RpcSpanProcessor>());

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            telemetry.UseOtlpExporter();
    }
}
