using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Chaos.Faults;

/// <summary>What can happen to PostgreSQL.</summary>
internal static class DatabaseFaults
{
    public const string Target = "database";

    public static IEnumerable<Fault> Of(OwnPostgres database)
    {
        yield return new("database killed", Target, async down =>
        {
            await database.Server.KillAsync();
            await Task.Delay(down);
            await database.Server.StartAsync();
        });
        yield return new("database frozen", Target, async length =>
        {
            // The first process first: it can then start no more of them.
            var first = database.Server.ProcessId!.Value;
            await Signals.SendAsync("STOP", first);
            var all = ProcessTree.Of(first);
            await Signals.SendAsync("STOP", all);
            await Task.Delay(length);
            await Signals.SendAsync("CONT", all);
        });
    }
}
