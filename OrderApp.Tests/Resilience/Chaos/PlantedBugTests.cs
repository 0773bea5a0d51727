using Npgsql;
using OrderApp.Tests.Resilience.Chaos.Checking;
using OrderApp.Tests.Resilience.Chaos.Clients;
using OrderApp.Tests.Resilience.Chaos.Planted;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Chaos;

/// <summary>The checker finds bugs that were put there for it; with all else the same and no bug, it finds nothing.</summary>
[Trait("Category", "Chaos")]
public sealed class PlantedBugTests(ChaosPostgres postgres, ITestOutputHelper output) : IClassFixture<ChaosPostgres>
{
    private const int Rounds = 20;

    [Theory]
    [InlineData("off", "an acknowledged order is there")]
    [InlineData("on", null)]
    public async Task A_database_that_acknowledges_before_it_writes_is_found_out_when_it_is_killed(string synchronousCommit, string? broken)
    {
        var name = await postgres.CreateDatabaseAsync();
        var connection = postgres.Database.Server.ConnectionString(name);
        await using (var database = NpgsqlDataSource.Create(connection + ";Pooling=false"))
        await using (var setting = database.CreateCommand($"ALTER DATABASE {name} SET synchronous_commit = {synchronousCommit}"))
            await setting.ExecuteNonQueryAsync();
        await using var replica = Replica.StartHost("replica", postgres.Database, name);
        await replica.WaitAsync();
        await using var run = new ChaosRun([replica.Door], connection, ChaosPlan.FromEnvironment(output).Seed, Errands.Creates, watchers: 1)
        {
            // Watchers wait in vain for what was lost.
            Patience = TimeSpan.FromSeconds(broken is null ? 60 : 3),
        };
        await run.BeginAsync();

        var violations = await KillUntilFoundAsync(run, broken is null ? 1 : Rounds);

        AssertFound(broken, violations, run);
    }

    [Theory]
    [InlineData(Mistake.CheckThenInsert, "an order is there once")]
    [InlineData(Mistake.EventOutsideTransaction, "a change has its event")]
    [InlineData(Mistake.None, null)]
    public async Task A_service_that_is_careless_is_found_out_when_its_database_is_killed(Mistake mistake, string? broken)
    {
        var name = await postgres.CreateDatabaseAsync();
        var connection = postgres.Database.Server.ConnectionString(name);
        await using (var replica = Replica.StartHost("the one that makes the tables", postgres.Database, name))
            await replica.WaitAsync();
        await using var careless = await CarelessServer.StartAsync(connection, mistake);
        await using var run = new ChaosRun([careless.Door], connection, ChaosPlan.FromEnvironment(output).Seed, Errands.Creates, watchers: 0);

        var violations = await KillUntilFoundAsync(run, broken is null ? 2 : Rounds);

        AssertFound(broken, violations, run);
    }

    private async Task<IReadOnlyList<Violation>> KillUntilFoundAsync(ChaosRun run, int rounds)
    {
        IReadOnlyList<Violation> violations = [];
        for (var round = 0; round < rounds && violations.Count == 0; round++)
        {
            var before = run.History.Acts.Count;
            await run.WorkAsync(async () =>
            {
                await Eventually.TrueAsync(() => Task.FromResult(run.History.Acts.Skip(before).Count(act => act.IsAcknowledged) >= 60), "orders are acknowledged");
                await postgres.Database.Server.KillAsync();
            });
            await postgres.Database.Server.StartAsync();
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
