using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Protos;
using OrderApp.Routes;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Routes;

public sealed class ListFeaturesFlowTests
{
    private const int Count = 200_000;

    [Fact]
    public async Task The_server_waits_for_a_slow_reader_and_stops_when_the_reader_leaves()
    {
        var many = Enumerable.Range(0, Count).Select(number => ($"A feature with a rather long name {number}", number, number));
        using var features = FeaturesFile.With([.. many]);
        var writes = new WriteCounter();
        await using var service = TestService<RouteGuideGrpcService>.Start(
            services => services.AddSingleton(writes).Configure<GrpcServiceOptions>(options => options.Interceptors.Add<WriteCounter>()),
            ("RouteGuide:FeaturesFile", features.Path));
        var all = new Rectangle { Hi = new Point { Latitude = Count, Longitude = Count } };
        using var call = new RouteGuide.RouteGuideClient(service.Channel).ListFeatures(all);

        Assert.True(await call.ResponseStream.MoveNext());
        var before = 0;
        await Eventually.TrueAsync(() => Task.FromResult(before == (before = writes.Count)), "the server stops writing while nobody reads");
        Assert.InRange(writes.Count, 1, Count / 2);

        call.Dispose();

        await writes.Ended.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.InRange(writes.Count, 1, Count / 2);
    }

    private sealed class WriteCounter : Interceptor
    {
        private readonly TaskCompletionSource ended = new();
        private int count;

        public int Count => Volatile.Read(ref count);

        public Task Ended => ended.Task;

        public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
            ServerStreamingServerMethod<TRequest, TResponse> continuation)
        {
            try
            {
                await continuation(request, new Writer<TResponse>(responseStream, this), context);
            }
            finally
            {
                ended.TrySetResult();
            }
        }

        private sealed class Writer<T>(IServerStreamWriter<T> inner, WriteCounter counter) : IServerStreamWriter<T>
        {
            public WriteOptions? WriteOptions
            {
                get => inner.WriteOptions;
                set => inner.WriteOptions = value;
            }

            public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

            public Task WriteAsync(T message, CancellationToken cancellationToken)
            {
                Interlocked.Increment(ref counter.count);
                return inner.WriteAsync(message, cancellationToken);
            }
        }
    }
}
