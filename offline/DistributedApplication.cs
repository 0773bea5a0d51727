using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

public sealed class DistributedApplicationException : Exception
{
    public DistributedApplicationException()
    {
    }

    public DistributedApplicationException(string message) : base(message)
    {
    }

    public DistributedApplicationException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

public sealed class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost host;
    private readonly TestRun? testRun;

    internal DistributedApplication(IHost host, TestRun? testRun)
    {
        this.host = host;
        this.testRun = testRun;
    }

    public IServiceProvider Services => host.Services;

    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    public ResourceCommandService ResourceCommands => Services.GetRequiredService<ResourceCommandService>();

    public static IDistributedApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = new DistributedApplicationBuilder(args);
        if (builder.Configuration["publisher"] is not null || builder.Configuration["operation"] is "publish")
        {
            Console.Error.WriteLine("Publishing needs the package Aspire.Hosting 13.5.4, which the NuGet feed of this machine does not carry.");
            Environment.Exit(1);
        }
        return builder;
    }

    public void Run() => RunAsync().GetAwaiter().GetResult();

    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (testRun is not null)
        {
            // The test starts and stops it; the AppHost's own program only waits for the end.
            await Task.Delay(Timeout.Infinite, Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else
        {
            await HostingAbstractionsHostExtensions.RunAsync(host, cancellationToken);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => host.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken = default) => host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    public void Dispose() => host.Dispose();
}
