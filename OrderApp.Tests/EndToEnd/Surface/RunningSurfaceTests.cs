using System.Net;
using OrderApp.Tests.EndToEnd.WholeApp;

namespace OrderApp.Tests.EndToEnd.Surface;

/// <summary>What the running shop shows of itself to the machine and to the network.</summary>
[Collection(SharedShop.Name)]
public sealed class RunningSurfaceTests(SharedShop shared)
{
    private const int LeastListeners = 11; // two of each of five services, and the database's

    [Fact]
    public void Everything_in_the_running_shop_listens_to_this_machine_alone()
    {
        var listeners = OpenHandles.ListenersOf(shared.Shop.ProcessIds());

        Assert.True(listeners.Count >= LeastListeners, $"only {listeners.Count} listeners were found");
        Assert.All(listeners, listener => Assert.True(IPAddress.IsLoopback(listener.Address), $"{listener} can be reached from other machines"));
    }

    [Fact]
    public void Whatever_the_running_shop_writes_lies_in_its_own_folder()
    {
        var written = OpenHandles.WithChildren(shared.Shop.ProcessIds()).SelectMany(OpenHandles.WritableFilesOf).Distinct().ToList();

        Assert.NotEmpty(written); // the database's at least
        Assert.All(written, file => Assert.StartsWith(shared.Shop.DataFolder, file, StringComparison.Ordinal));
    }
}
