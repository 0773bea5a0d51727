using OrderApp.LocalPostgres;

namespace OrderApp.Tests.Support;

/// <summary>A PostgreSQL of one test's own, to be stopped, killed and started again.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private readonly PostgresDataDirectory directory;

    /// <summary>Without a folder it takes one of the system's temporary ones; settings go by their names in postgresql.conf.</summary>
    public OwnPostgres(string? folder = null, params (string Key, string Value)[] settings)
    {
        directory = new(folder ?? Path.Combine(Path.GetTempPath(), $"orderapp-own-{Guid.NewGuid():N}"));
        Port = FreePort.Find();
        Server = new(directory, new(Port) { Extra = settings.ToDictionary(setting => setting.Key, setting => setting.Value) });
    }

    public LocalPostgresCluster Server { get; }

    public int Port { get; }

    public string Connection => Server.ConnectionString("orderdb");

    public static async Task<OwnPostgres> StartAsync(string? folder = null, params (string Key, string Value)[] settings)
    {
        var own = new OwnPostgres(folder, settings);
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
