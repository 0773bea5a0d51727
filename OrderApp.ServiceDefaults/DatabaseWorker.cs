using Microsoft.Extensions.Hosting;
using OpenTelemetry;

namespace OrderApp.ServiceDefaults;

/// <summary>Work with the database that nobody asked for: it leaves no traces, and ends when the service stops, whatever state its connection is in.</summary>
public abstract class DatabaseWorker : BackgroundService
{
    /// <summary>Does the work.</summary>
    /// <param name="stopping">Cancelled when the service stops.</param>
    protected abstract Task WorkAsync(CancellationToken stopping);

    /// <inheritdoc />
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Statements that nobody asked for would be traces of one span each.
        using var untraced = SuppressInstrumentationScope.Begin();
        using var stop = new CancellationTokenSource();
        // Npgsql asks the server to cancel from within the cancellation, and may fail there when its connection has just broken: who stops the
        // service is neither to wait for that nor to fail with it.
        await using var passedOn = stoppingToken.UnsafeRegister(static source => _ = ((CancellationTokenSource)source!).CancelAsync(), stop);
        await WorkAsync(stop.Token);
    }
}
