using BenchmarkDotNet.Attributes;
using OrderApp.Orders.Common;
using OrderApp.Orders.Create;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Micro;

/// <summary>Checking requests and making rows of them.</summary>
public class OrderRequestBenchmarks
{
    private readonly OrderIds ids = new(TimeProvider.System);
    private readonly CreateOrderRequest plain = new() { Name = "The Left Hand of Darkness" };
    private readonly CreateOrderRequest full = new()
    {
        Name = "The Left Hand of Darkness",
        Date = "2026-11-20 11:36:31.123456Z",
        RequestId = "7b0c4bf0-6f3a-4a8e-9a77-0f6f3f0c3c55",
        UserId = 7,
        BookId = 42,
    };

    [Benchmark]
    public object Create() => NewOrder.Of(plain, ids.Next(), OrderDate.Now(TimeProvider.System));

    [Benchmark]
    public object CreateWithEverything() => NewOrder.Of(full, ids.Next(), OrderDate.Now(TimeProvider.System));
}
