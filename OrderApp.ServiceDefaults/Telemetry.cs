using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace OrderApp.ServiceDefaults;

/// <summary>Settings of the section <c>Telemetry</c>. Where telemetry goes is told by the standard OTEL_* variables.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The share of new traces that is recorded, 0 to 1; a caller's decision is followed. Default: 1 in Development, else 0.05.</summary>
    [Range(0.0, 1.0)]
    public double? TraceRatio { get; set; }
}

/// <summary>Traces, metrics and logs through OTLP.</summary>
internal static class Telemetry
{
    private const double ProductionTraceRatio = 0.05;

    // The names and attributes of RPC spans: the instrumentation has no option for them but this setting.
    private const string RpcAttributes = "OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_ENABLE_GRPC_INSTRUMENTATION";

    /// <summary>Health probes and reflection: they come every second and tell nothing.</summary>
    private static readonly string[] Untraced = ["/health", "/alive", "/grpc.health.v1.Health/", "/grpc.reflection."];

    // The platform's line per statement, per probe and per request; Logging:LogLevel brings each category back.
    private static readonly (string Category, LogLevel Least)[] Quiet =
    [
        ("Npgsql", LogLevel.Warning),
        ("Microsoft.EntityFrameworkCore", LogLevel.Warning),
        ("Microsoft.EntityFrameworkCore.Database.Connection", LogLevel.Critical), // the migrator tells it once
        ("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Critical),
        ("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical), // ReadinessLog tells it once
        ("Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.Critical), // callers' mistakes, with a stack each; FailureLog tells what is the service's own
    ];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        // The instrumentation writes a span's attributes when the span is recorded; the platform would write them for every request.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", true);
        if (builder.Configuration[RpcAttributes] is null)
            builder.Configuration.AddInMemoryCollection([new(RpcAttributes, "true")]);

        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration("Telemetry").ValidateDataAnnotations().ValidateOnStart();
        var ratio = builder.Configuration.GetValue<double?>("Telemetry:TraceRatio")
            ?? (builder.Environment.IsDevelopment() ? 1 : ProductionTraceRatio);

        builder.AddQuietLevels();
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddNpgsqlInstrumentation()
                .AddMeter("Grpc.Net.Client", "OrderApp.*"))
            .WithTracing(tracing => tracing
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(Math.Clamp(ratio, 0, 1))))
                .AddAspNetCoreInstrumentation(options => options.Filter = IsTraced)
                .AddGrpcClientInstrumentation(options => options.SuppressDownstreamInstrumentation = true)
                .AddHttpClientInstrumentation()
                .AddNpgsql()
                .AddSource("Yarp.ReverseProxy", "OrderApp.*"));

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            telemetry.UseOtlpExporter();
    }

    private static bool IsTraced(HttpContext context) =>
        !Array.Exists(Untraced, prefix => context.Request.Path.Value?.StartsWith(prefix, StringComparison.Ordinal) is true);

    private static void AddQuietLevels(this WebApplicationBuilder builder)
    {
        foreach (var (category, least) in Quiet)
        {
            // Of two rules for one category the later wins, which would be this one.
            if (builder.Configuration[$"Logging:LogLevel:{category}"] is null)
                builder.Logging.AddFilter(category, least);
        }
    }
}
