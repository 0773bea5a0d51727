using OrderApp.AppHost.LocalPostgres;

namespace OrderApp.Tests.Support;

/// <summary>A PostgreSQL of one test's own, to be stopped, killed and started again.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private readonly PostgresDataDirectory directory = new(Path.Combine(Path.GetTempPath(), $"orderapp-own-{Guid.NewGuid():N}"));

    public OwnPostgres() => Server = new(directory, new(FreePort.Find()));

    public LocalPostgresCluster Server { get; }

    public string Connection => Server.ConnectionString("orderdb");

    public static async Task<OwnPostgres> StartAsync()
    {
        var own = new OwnPostgres();
        await own.Server.StartAsync();
        await own.Server.CreateDatabaseAsync("orderdb");
        return own;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        directory.Delete();
    }
}
