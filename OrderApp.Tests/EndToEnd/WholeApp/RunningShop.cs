using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.LocalPostgres;

namespace OrderApp.Tests.EndToEnd.WholeApp;

/// <summary>The whole shop as its AppHost starts it, with data of its own, on free ports, telling its spans to the test.</summary>
internal sealed class RunningShop : IAsyncDisposable
{
    /// <summary>The password of operator@localhost.</summary>
    public const string OperatorPassword = "a password of this test alone";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly PostgresDataDirectory data;
    private readonly DistributedApplication app;

    private RunningShop(PostgresDataDirectory data, SpanCollector spans, DistributedApplication app)
    {
        this.data = data;
        this.app = app;
        Spans = spans;
    }

    public SpanCollector Spans { get; }

    /// <summary>Every process of the shop that can be told by its environment carries this, as ORDERAPP_TEST_RUN.</summary>
    public string Mark { get; private init; } = "";

    /// <summary>The page and the API of the mail server, where the shop was opened with one.</summary>
    public Uri Mails => app.GetEndpoint("mail", "http");

    public Uri Pages => app.GetEndpoint("marketplace", "http");

    public static async Task<RunningShop> OpenAsync(bool withMails = false)
    {
        using var limit = new CancellationTokenSource(Patience);
        var data = new PostgresDataDirectory(Path.Combine(Path.GetTempPath(), $"orderapp-shop-{Guid.NewGuid():N}"));
        var spans = await SpanCollector.StartAsync();
        var mark = MarkedProcesses.NewMark();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.OrderApp_AppHost>(
            [$"--Postgres:DataDirectory={data.Root}", $"--Mail:DevServer={withMails}", $"--Parameters:operator-password={OperatorPassword}"], limit.Token);
        var services = builder.Resources.OfType<ProjectResource>().ToList();
        foreach (var service in services)
        {
            builder.CreateResourceBuilder(service)
                .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", spans.Address)
                .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .WithEnvironment(MarkedProcesses.Variable, mark)
                // A busy machine takes its time.
                .WithEnvironment("Web__PageDeadline", "00:00:10");
        }
        var shop = new RunningShop(data, spans, await builder.BuildAsync(limit.Token)) { Mark = mark };
        try
        {
            await shop.app.StartAsync(limit.Token);
            foreach (var service in services)
                await shop.app.ResourceNotifications.WaitForResourceHealthyAsync(service.Name, limit.Token);
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where the shop keeps everything that it writes.</summary>
    public string DataFolder => data.Root;

    /// <summary>Npgsql's connection string of a database.</summary>
    public async Task<string> ConnectionStringAsync(string database) =>
        await app.GetConnectionStringAsync(database) ?? throw new InvalidOperationException($"There is no database {database}.");

    public HttpClient CreateHttpClient() => app.CreateHttpClient("marketplace", "http");

    public GrpcChannel CreateChannel() => GrpcChannel.ForAddress(app.GetEndpoint("marketplace", "grpc"));

    public Task StopAsync(string resource) => CommandAsync(resource, KnownResourceCommands.StopCommand);

    public async Task StartAsync(string resource)
    {
        await CommandAsync(resource, KnownResourceCommands.StartCommand);
        using var limit = new CancellationTokenSource(Patience);
        await app.ResourceNotifications.WaitForResourceHealthyAsync(resource, limit.Token);
    }

    /// <summary>The ids of the shop's processes: its services and its PostgreSQL.</summary>
    public IReadOnlyList<int> ProcessIds() => [.. MarkedProcesses.Find(Mark), DatabaseProcessId()];

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await Spans.DisposeAsync();
        data.Delete();
    }

    // The first line of the file by which PostgreSQL keeps a second server from its data.
    private int DatabaseProcessId() => int.Parse(File.ReadLines(Path.Combine(data.Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>Does what a button of the dashboard does.</summary>
    public async Task CommandAsync(string name, string command)
    {
        var resource = app.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(resource => resource.Name == name);
        var result = await app.ResourceCommands.ExecuteCommandAsync(resource, command);
        Assert.True(result.Success, $"{command} {name}: {result.Message}");
    }
}
