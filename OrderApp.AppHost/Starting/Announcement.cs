using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OrderApp.AppHost.Starting;

/// <summary>
/// Prints where the shop is when every service is healthy, and which are not when that takes long or will never be.
/// A shop whose marketplace cannot start is closed again, with exit code 1.
/// </summary>
internal sealed class Announcement(
    DistributedApplicationModel model, ResourceNotificationService notifications, IConfiguration configuration, IHostApplicationLifetime lifetime)
    : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var services = model.Resources.OfType<ProjectResource>().ToList();
        var waiting = services.ToDictionary(service => service.Name, service => notifications.WaitForResourceHealthyAsync(service.Name, stoppingToken));
        var all = Task.WhenAll(waiting.Values);
        while (await Task.WhenAny(all, Task.Delay(Patience, stoppingToken)) != all)
        {
            if (stoppingToken.IsCancellationRequested)
                return;
            Console.WriteLine($"Still waiting for {string.Join(", ", waiting.Where(one => !one.Value.IsCompleted).Select(one => one.Key))}.");
        }
        if (stoppingToken.IsCancellationRequested)
            return;
        var missing = string.Join(", ", waiting.Where(one => one.Value.IsFaulted).Select(one => one.Key));
        if (waiting["marketplace"].IsFaulted)
            await CloseAsync(missing);
        else
            Announce(services.Single(service => service.Name is "marketplace"), missing);
    }

    private async Task CloseAsync(string missing)
    {
        await Console.Error.WriteLineAsync($"The shop cannot open: {missing} could not be started; the reason is told above.");
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }

    private void Announce(ProjectResource marketplace, string missing)
    {
        Console.WriteLine(
            $"""

            The shop is open{(missing.Length > 0 ? $", without {missing}" : "")}.
              Marketplace      {marketplace.GetEndpoint("http").Url}
              gRPC front door  {marketplace.GetEndpoint("grpc").Url}
              Dashboard        {configuration["ASPNETCORE_URLS"] ?? "none"}
            Ctrl+C closes it.

            """);
    }
}

internal static class AnnouncementSetup
{
    public static void AnnounceWhenHealthy(this IDistributedApplicationBuilder builder) => builder.Services.AddHostedService<Announcement>();
}
