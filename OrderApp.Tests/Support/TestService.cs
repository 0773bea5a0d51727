using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OrderApp.Tests.Support;

/// <summary>One service, running in this process on real Kestrel ports of its own. Any type of the service's assembly names it.</summary>
internal sealed class TestService<TEntry> : IAsyncDisposable where TEntry : class
{
    private readonly WebApplicationFactory<TEntry> factory;

    private TestService(WebApplicationFactory<TEntry> factory)
    {
        this.factory = factory;
        factory.StartServer();
        // Kestrel reads its configured endpoints in alphabetical order: grpc, http.
        var addresses = factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        GrpcAddress = new Uri(addresses[0]);
        HttpAddress = new Uri(addresses[1]);
        Channel = GrpcChannel.ForAddress(GrpcAddress, new GrpcChannelOptions { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = HttpAddress };
    }

    public Uri GrpcAddress { get; }

    public Uri HttpAddress { get; }

    /// <summary>A channel to the gRPC endpoint.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>A client of the HTTP/1.1 endpoint.</summary>
    public HttpClient Http { get; }

    /// <summary>The service's own container.</summary>
    public IServiceProvider Services => factory.Services;

    /// <summary>Starts the service with these settings and, where a test needs it, other registrations.</summary>
    public static TestService<TEntry> Start(Action<IServiceCollection>? replace, params (string Key, string Value)[] settings) =>
#pragma warning disable CA2000 // the TestService owns it
        new(new Factory(replace, settings));
#pragma warning restore CA2000

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Channel.Dispose();
        await factory.DisposeAsync();
    }

    private sealed class Factory : WebApplicationFactory<TEntry>
    {
        private readonly Action<IServiceCollection>? replace;
        private readonly (string Key, string Value)[] settings;

        public Factory(Action<IServiceCollection>? replace, (string Key, string Value)[] settings)
        {
            this.replace = replace;
            this.settings = settings;
            UseKestrel();
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("Kestrel:Endpoints:grpc:Url", "http://127.0.0.1:0");
            builder.UseSetting("Kestrel:Endpoints:http:Url", "http://127.0.0.1:0");
            foreach (var (key, value) in settings)
                builder.UseSetting(key, value);
            builder.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
            if (replace is not null)
                builder.ConfigureTestServices(replace);
        }
    }
}

/// <summary>Starts services for tests.</summary>
internal static class TestService
{
    /// <summary>Starts a service and waits until it says that it is ready.</summary>
    public static async Task<TestService<TEntry>> StartAsync<TEntry>(params (string Key, string Value)[] settings) where TEntry : class
    {
        var service = TestService<TEntry>.Start(null, settings);
        await Eventually.TrueAsync(
            async () => (await service.Http.GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode, "the service is ready");
        return service;
    }
}
