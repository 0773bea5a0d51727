using BenchmarkDotNet.Attributes;
using OrderApp.Orders.List;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Micro;

/// <summary>Writing page tokens and reading them back.</summary>
public class PageTokenBenchmarks
{
    private readonly ListFilter filter = ListFilter.Of(new ListOrdersRequest { Completed = true });
    private readonly Guid last = Guid.CreateVersion7();

    [Benchmark]
    public string Write() => PageToken.Write(last, filter);

    [Benchmark]
    public Guid? WriteAndRead() => PageToken.Read(PageToken.Write(last, filter), filter);
}
