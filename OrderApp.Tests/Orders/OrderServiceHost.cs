using Npgsql;
using OrderApp.Orders;
using OrderApp.Orders.Common;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

/// <summary>The order service on a fresh database.</summary>
internal sealed class OrderServiceHost : IAsyncDisposable
{
    private readonly TestService<OrderGrpcService> service;

    private OrderServiceHost(TestService<OrderGrpcService> service, string connection)
    {
        this.service = service;
        Connection = connection;
        Database = NpgsqlDataSource.Create(connection);
        Client = new OrderService.OrderServiceClient(service.Channel);
    }

    public OrderService.OrderServiceClient Client { get; }

    /// <summary>The service's own database, to look behind what it says.</summary>
    public NpgsqlDataSource Database { get; }

    public string Connection { get; }

    public TestService<OrderGrpcService> Service => service;

    public static async Task<OrderServiceHost> StartAsync(PostgresServer postgres, params (string Key, string Value)[] settings) =>
        await StartOnAsync(await postgres.CreateDatabaseAsync("orders"), settings);

    /// <summary>Starts a (further) replica on a database that is there.</summary>
    public static async Task<OrderServiceHost> StartOnAsync(string connection, params (string Key, string Value)[] settings) =>
        new(await TestService.StartAsync<OrderGrpcService>([("ConnectionStrings:orderdb", connection), .. settings]), connection);

    public async Task<long> CountAsync(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Makes the database believe that the events up to a position were stored so long ago.</summary>
    public Task AgeEventsAsync(int upTo, TimeSpan age) => ExecuteAsync(
        $"INSERT INTO order_feed_marks (marked_time, position) VALUES (now() - interval '{age.TotalMinutes:0} minutes', {upTo})");

    /// <summary>Puts orders into the database by hand, "order 1" first, and answers their ids in that order.</summary>
    public async Task<IReadOnlyList<string>> AddOrdersAsync(int count)
    {
        var ids = new OrderIds(TimeProvider.System);
        var added = Enumerable.Range(0, count).Select(_ => ids.Next()).ToArray();
        await using var command = Database.CreateCommand(
            """
            WITH names AS (INSERT INTO order_names SELECT 'order ' || number FROM generate_series(1, cardinality($1)) AS number ON CONFLICT DO NOTHING)
            INSERT INTO orders (id, name, completed, date, version, create_time, update_time)
            SELECT id, 'order ' || number, false, now(), 1, now(), now() FROM unnest($1::uuid[]) WITH ORDINALITY AS row(id, number)
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = added });
        await command.ExecuteNonQueryAsync();
        return [.. added.Select(id => id.ToString())];
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await Database.DisposeAsync();
    }
}
