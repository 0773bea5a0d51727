using OrderApp.Orders;
using OrderApp.Tests.Chaos.Checking;
using OrderApp.Tests.Chaos.Clients;
using OrderApp.Tests.Chaos.Planted;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Chaos;

/// <summary>The checker finds bugs that were put there for it; with all else the same and no bug, it finds nothing.</summary>
[Trait("Category", "Chaos")]
public sealed class PlantedBugTests(ITestOutputHelper output)
{
    private const int Rounds = 20;

    [Theory]
    [InlineData("off", "an acknowledged order is there")]
    [InlineData("on", null)]
    public async Task A_database_that_acknowledges_before_it_writes_is_found_out_when_it_is_killed(string synchronousCommit, string? broken)
    {
        // The writer of the log comes by only every ten seconds: what was not flushed by a commit dies with the processes.
        await using var database = await OwnPostgres.StartAsync(
            null, ("synchronous_commit", synchronousCommit), ("wal_writer_delay", "10s"), ("wal_writer_flush_after", "1GB"));
        await using var replica = Replica.StartHost("replica", database);
        await replica.WaitAsync();
        await using var run = new ChaosRun([replica.Door], database.Connection, ChaosPlan.FromEnvironment().Seed, Errands.Creates, watchers: 1) { Patience = TimeSpan.FromSeconds(broken is null ? 60 : 3) };
        await run.BeginAsync();

        var violations = await KillUntilFoundAsync(run, database, broken is null ? 1 : Rounds);

        AssertFound(broken, violations, run);
    }

    [Theory]
    [InlineData(Mistake.CheckThenInsert, "an order is there once")]
    [InlineData(Mistake.EventOutsideTransaction, "a change has its event")]
    [InlineData(Mistake.None, null)]
    public async Task A_service_that_is_careless_is_found_out_when_its_database_is_killed(Mistake mistake, string? broken)
    {
        await using var database = await OwnPostgres.StartAsync();
        await using (var migrator = await TestService.StartAsync<OrderGrpcService>(("ConnectionStrings:orderdb", database.Connection)))
        {
        }

        await using var careless = await CarelessServer.StartAsync(database.Connection, mistake);
        await using var run = new ChaosRun([careless.Door], database.Connection, ChaosPlan.FromEnvironment().Seed, Errands.Creates, watchers: 0);

        var violations = await KillUntilFoundAsync(run, database, broken is null ? 2 : Rounds);

        AssertFound(broken, violations, run);
    }

    private static async Task<IReadOnlyList<Violation>> KillUntilFoundAsync(ChaosRun run, OwnPostgres database, int rounds)
    {
        IReadOnlyList<Violation> violations = [];
        for (var round = 0; round < rounds && violations.Count == 0; round++)
        {
            var before = run.History.Acts.Count;
            await run.WorkAsync(async () =>
            {
                await Eventually.TrueAsync(() => Task.FromResult(run.History.Acts.Skip(before).Count(act => act.IsAcknowledged) >= 60), "orders are acknowledged");
                await database.Server.KillAsync();
            });
            await database.Server.StartAsync();
            violations = await run.SettleAsync();
        }

        return violations;
    }

    private void AssertFound(string? broken, IReadOnlyList<Violation> violations, ChaosRun run)
    {
        output.WriteLine($"{run.History.Acts.Count} operations, {violations.Count} violations");
        output.WriteLine(string.Join('\n', violations.Take(3)));
        if (broken is null)
            Assert.Empty(violations);
        else
            Assert.Contains(broken, violations.Select(violation => violation.Rule));
    }
}
