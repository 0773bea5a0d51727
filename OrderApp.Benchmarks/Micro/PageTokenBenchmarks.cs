using BenchmarkDotNet.Attributes;
using OrderApp.Orders.Reading;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Micro;

/// <summary>Writing page tokens and reading them back.</summary>
public class PageTokenBenchmarks
{
    private readonly OrderFilter filter = OrderFilter.Of(new ListOrdersRequest { Completed = true });
    private readonly Guid last = Guid.CreateVersion7();

    [Benchmark]
    public string Write() => PageToken.Write(last, filter);

    [Benchmark]
    public Guid? WriteAndRead() => PageToken.Read(PageToken.Write(last, filter), filter);
}
