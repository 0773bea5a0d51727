using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.EndToEnd.WholeApp;

/// <summary>Takes the spans that services send by OTLP over HTTP.</summary>
internal sealed class SpanCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<Span> spans = new();
    private readonly WebApplication server;

    private SpanCollector(WebApplication server)
    {
        this.server = server;
        server.MapPost("/v1/traces", KeepAsync);
        server.MapPost("/v1/{signal}", () => Results.Bytes([], "application/x-protobuf"));
    }

    public string Address => server.Urls.Single();

    public static async Task<SpanCollector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var collector = new SpanCollector(builder.Build());
        await collector.server.StartAsync();
        return collector;
    }

    /// <summary>Waits for a span of a trace and answers the way to it: first the span below <paramref name="parentId"/>, last the one waited for.</summary>
    public async Task<IReadOnlyList<Span>> WaitForPathAsync(string traceId, string parentId, string name)
    {
        IReadOnlyList<Span> path = [];
        await Eventually.TrueAsync(
            () => Task.FromResult((path = FindPath(traceId, parentId, name)).Count > 0), $"a span {name} below {parentId} in trace {traceId}");
        return path;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private List<Span> FindPath(string traceId, string parentId, string name)
    {
        var trace = spans.Where(span => span.TraceId == traceId).ToDictionary(span => span.Id);
        foreach (var last in trace.Values.Where(span => span.Name == name))
        {
            var path = new List<Span>();
            for (var span = last; span is not null; span = trace.GetValueOrDefault(span.ParentId))
                path.Insert(0, span);
            if (path[0].ParentId == parentId)
                return path;
        }
        return [];
    }

    private async Task<IResult> KeepAsync(HttpRequest request)
    {
        foreach (var span in Span.ReadExport(await ByteString.FromStreamAsync(request.Body)))
            spans.Enqueue(span);
        return Results.Bytes([], "application/x-protobuf");
    }
}
