using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrderApp.ServiceDefaults;

namespace OrderApp.Benchmarks.Yardsticks;

/// <summary>The naive service as a program: the same conventions and telemetry as the shop's services have.</summary>
internal static class NaiveServer
{
    public const string Argument = "naive-server";

    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddServiceDefaults();
        builder.Configuration["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning";
        builder.Services.AddSingleton<NaiveOrderService>();
        builder.Services.AddSingleton(NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("naive") + ";Maximum Pool Size=32;Max Auto Prepare=10;Auto Prepare Min Usages=1"));

        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGrpcService<NaiveOrderService>();
        await app.RunAsync();
    }
}
