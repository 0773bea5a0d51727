using System.Diagnostics.Metrics;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

/// <summary>What nobody foresaw in the one who leads a batch: its callers hear of it, and those who come after are served.</summary>
public sealed class BatchLeaderTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_leader_that_fails_outside_the_database_fails_its_callers_and_leaves_the_place_to_the_next()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        Status status;
        using (new BrokenMeter(host.Service.Services.GetRequiredService<IMeterFactory>(), "orders.batch.size"))
            status = await Refusal.OfAsync(host.Client.CreateOrderAsync(new() { Name = "Unlucky" }, deadline: DateTime.UtcNow.AddSeconds(20)));

        var next = await host.Client.CreateOrderAsync(new() { Name = "Served" }, deadline: DateTime.UtcNow.AddSeconds(20));

        Assert.Equal(StatusCode.Internal, status.StatusCode);
        Assert.Equal("Served", next.Order.Name);
    }

    /// <summary>Whoever measures this is thrown at.</summary>
    private sealed class BrokenMeter : IDisposable
    {
        private readonly MeterListener listener = new();

        public BrokenMeter(IMeterFactory factory, string name)
        {
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == factory && instrument.Name == name)
                    self.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("broken on purpose"));
            listener.SetMeasurementEventCallback<int>((_, _, _, _) => throw new InvalidOperationException("broken on purpose"));
            listener.Start();
        }

        public void Dispose() => listener.Dispose();
    }
}
