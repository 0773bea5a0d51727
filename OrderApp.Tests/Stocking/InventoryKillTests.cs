using System.Diagnostics.CodeAnalysis;
using Npgsql;
using OrderApp.Stocking;
using OrderApp.Tests.EndToEnd.Selling;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Stocking;

/// <summary>Kill -9 under load: what was acknowledged stays, and what came in is available, reserved or sold. More rounds in the long run.</summary>
[Collection(nameof(KillSuite))]
[SuppressMessage("Security", "CA5394", Justification = "Tests repeat a run by its seed.")]
public sealed class InventoryKillTests(ITestOutputHelper output)
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("ORDERAPP_TEST_LONG") == "1" ? 20 : 3;

    [Fact]
    public async Task The_stock_adds_up_however_often_the_service_is_killed() => await KillAsync((service, _) => service.KillAsync());

    [Fact]
    public async Task The_stock_adds_up_however_often_its_database_is_killed() => await KillAsync((_, database) => database.Server.KillAsync());

    private async Task KillAsync(Func<ServiceProcess, OwnPostgres, Task> kill)
    {
        var seed = Random.Shared.Next(1_000_000);
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var tokens = await TestTokens.StartAsync();
        await using var database = await OwnPostgres.StartAsync();
        await using var service = new ServiceProcess(
            typeof(InventoryGrpcService).Assembly.Location, ("ConnectionStrings:inventorydb", database.Connection), tokens.Setting);
        await service.StartAndWaitAsync();
        var load = new InventoryLoad(tokens.Service(), tokens.Operator(), seed);

        for (var round = 0; round < Rounds; round++)
        {
            await load.RunAsync(service.GrpcAddress, async () =>
            {
                await Task.Delay(random.Next(50, 500));
                await kill(service, database);
            });
            if (database.Server.ProcessId is null)
                await database.Server.StartAsync();
            if (!service.IsAlive)
                service.Start();
            await service.WaitAsync();
            await load.RetryAsync(service.GrpcAddress);
            await AssertAllAddsUpAsync(database.Connection, load);
        }

        output.WriteLine($"{load.Confirmed.Count} sold, {load.Returned.Count} returned, {load.Released.Count} released, {load.Failures.Count} calls failed");
        Assert.NotEmpty(load.Failures);
    }

    private static async Task AssertAllAddsUpAsync(string connection, InventoryLoad load)
    {
        await using var database = NpgsqlDataSource.Create(connection + ";Pooling=false");
        var returned = load.Returned.ToHashSet();
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM stock_mismatches"));
        Assert.Equal(900 + load.Delivered.Count, await CountAsync("SELECT sum(available + reserved + sold) FROM stock"));
        Assert.Equal(900 + load.Delivered.Count, await CountAsync("SELECT sum(delta_available + delta_reserved + delta_sold) FROM ledger"));
        // A return that was sent and not answered may have been made: it was sent again, and is answered by now.
        await AssertStandAsync(2, load.Confirmed.Where(id => !returned.Contains(id)));
        await AssertStandAsync(5, returned);
        await AssertStandAsync(3, load.Released);

        async Task AssertStandAsync(short state, IEnumerable<string> ids)
        {
            string[] expected = [.. ids];
            await using var command = database.CreateCommand("SELECT count(*) FROM reservations WHERE id = ANY ($1) AND state = $2");
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = expected });
            command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = state });
            Assert.Equal((long)expected.Length, await command.ExecuteScalarAsync());
        }

        async Task<long> CountAsync(string sql)
        {
            await using var command = database.CreateCommand(sql);
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }
}
