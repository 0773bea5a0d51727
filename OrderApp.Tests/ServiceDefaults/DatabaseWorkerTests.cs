using OrderApp.ServiceDefaults;

namespace OrderApp.Tests.ServiceDefaults;

public sealed class DatabaseWorkerTests
{
    [Fact]
    public async Task A_stop_reaches_the_work_and_does_not_fail_with_what_a_broken_connection_makes_of_it()
    {
        using var worker = new BrokenWorker();
        await worker.StartAsync(CancellationToken.None);
        await worker.Works.WaitAsync(TimeSpan.FromSeconds(10));

        await worker.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.True(worker.ExecuteTask!.IsCanceled);
    }

    private sealed class BrokenWorker : DatabaseWorker
    {
        private readonly TaskCompletionSource works = new();

        public Task Works => works.Task;

        protected override async Task WorkAsync(CancellationToken stopping)
        {
            // As the driver does when its connection goes at the same time.
            await using var broken = stopping.Register(() => throw new ObjectDisposedException("connection"));
            works.SetResult();
            await Task.Delay(Timeout.Infinite, stopping);
        }
    }
}
