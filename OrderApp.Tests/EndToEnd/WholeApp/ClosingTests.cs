using OrderApp.LocalPostgres;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.EndToEnd.WholeApp;

public sealed class ClosingTests
{
    private const int Services = 6;
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_closed_shop_leaves_no_process_behind()
    {
        var shop = await RunningShop.OpenAsync();
        IReadOnlyList<int> running;
        await using (shop)
        {
            running = shop.ProcessIds();
            Assert.True(running.Count > Services, $"only {running.Count} processes were found");
        }

        await Eventually.TrueAsync(() => Task.FromResult(!running.Any(MarkedProcesses.IsAlive)), "every process is gone", ClosingTime);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Ctrl_C_in_a_terminal_ends_every_process_and_the_next_start_works(int times) =>
        await EndAndStartAgainAsync(async shop =>
        {
            for (var i = 0; i < times; i++)
                await shop.PressCtrlCAsync();
            await shop.WaitForExitAsync(ClosingTime);
            Assert.Equal(0, shop.ExitCode);
        });

    [Fact]
    public async Task When_the_AppHost_is_killed_every_process_ends_and_the_next_start_works() =>
        await EndAndStartAgainAsync(shop => shop.KillAsync());

    private static async Task EndAndStartAgainAsync(Func<AppHostProcess, Task> endAsync)
    {
        var data = new PostgresDataDirectory(Path.Combine(Path.GetTempPath(), $"orderapp-terminal-{Guid.NewGuid():N}"));
        try
        {
            await using (var shop = await AppHostProcess.OpenAsync(data.Root))
            {
                Assert.True(shop.ProcessIds.Count > Services);
                await endAsync(shop);
                await Eventually.TrueAsync(() => Task.FromResult(shop.ProcessIds.Count is 0), "every process is gone", ClosingTime);
            }

            await using var again = await AppHostProcess.OpenAsync(data.Root);
            await again.PressCtrlCAsync();
            await again.WaitForExitAsync(ClosingTime);
            await Eventually.TrueAsync(() => Task.FromResult(again.ProcessIds.Count is 0), "every process is gone", ClosingTime);
        }
        finally
        {
            data.Delete();
        }
    }
}
