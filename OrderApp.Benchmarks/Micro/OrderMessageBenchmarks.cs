using BenchmarkDotNet.Attributes;
using OrderApp.Orders.Storage;

namespace OrderApp.Benchmarks.Micro;

/// <summary>Making messages of rows.</summary>
public class OrderMessageBenchmarks
{
    private readonly OrderRow row = new()
    {
        Id = Guid.CreateVersion7(),
        Name = "The Left Hand of Darkness",
        Completed = false,
        Date = DateTime.UtcNow,
        Version = 1,
        CreateTime = DateTime.UtcNow,
        UpdateTime = DateTime.UtcNow,
    };

    [Benchmark]
    public object ToMessage() => row.ToMessage();
}
