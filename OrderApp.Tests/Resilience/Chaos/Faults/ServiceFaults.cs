using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Chaos.Faults;

/// <summary>What can happen to a replica's process.</summary>
internal static class ServiceFaults
{
    public static IEnumerable<Fault> Of(ServiceProcess service, string name)
    {
        yield return new("service killed", name, async down =>
        {
            await service.KillAsync();
            await Task.Delay(down);
            service.Start();
            // Otherwise it would be killed again and again while it starts.
            await service.WaitAsync();
        });
        yield return new("service frozen", name, async length =>
        {
            await service.FreezeAsync();
            await Task.Delay(length);
            await service.ThawAsync();
        });
    }
}
