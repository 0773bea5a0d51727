using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OrderApp.AppHost.Accounts;

namespace OrderApp.AppHost.Startup;

/// <summary>
/// Prints where the shop is when every service is healthy, and every 20 s what keeps it from opening. A shop that cannot open is closed again.
/// </summary>
internal sealed class StartupReport(IServiceProvider services, string? dashboard, FirstOperator firstOperator)
{
    /// <summary>What to do when a container does not start.</summary>
    public const string ContainerAdvice =
        "The container engine has to run and to reach the image; without Postgres:Container=true this machine's own PostgreSQL is used, with data of its own.";

    private const int LogLines = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);
    private readonly DistributedApplicationModel model = services.GetRequiredService<DistributedApplicationModel>();
    private readonly ResourceNotificationService notifications = services.GetRequiredService<ResourceNotificationService>();
    private readonly ResourceLoggerService logs = services.GetRequiredService<ResourceLoggerService>();
    private readonly IHostApplicationLifetime lifetime = services.GetRequiredService<IHostApplicationLifetime>();
    private readonly ConcurrentDictionary<string, CustomResourceSnapshot> states = new();

    private IEnumerable<ProjectResource> Services => model.Resources.OfType<ProjectResource>();

    /// <summary>Answers whether the shop has opened.</summary>
    public async Task<bool> RunAsync()
    {
        var opened = WatchUntilDecidedAsync();
        while (await Task.WhenAny(opened, Task.Delay(Interval)) != opened)
            await Console.Error.WriteLineAsync($"Still waiting: {await DescribeAsync(Pending())}");
        var failed = await opened;
        if (failed.Any(IsNeeded))
        {
            await Console.Error.WriteLineAsync($"The shop cannot open: {await DescribeAsync(failed)}");
            lifetime.StopApplication();
            return false;
        }
        Announce(string.Join(", ", failed.Select(resource => resource.Name)));
        return true;
    }

    /// <summary>Follows the resources until every service is healthy or has failed, or one that the marketplace needs has; answers what failed.</summary>
    private async Task<IReadOnlyList<IResource>> WatchUntilDecidedAsync()
    {
        await foreach (var change in notifications.WatchAsync(lifetime.ApplicationStopping))
        {
            states[change.Resource.Name] = change.Snapshot;
            var failed = model.Resources.Where(HasFailed).ToList();
            if (failed.Any(IsNeeded) || Services.All(service => IsHealthy(service) || HasFailed(service)))
                return failed;
        }
        return [];
    }

    private IEnumerable<IResource> Pending() =>
        model.Resources.Where(resource => resource is ProjectResource or IResourceWithConnectionString && !IsHealthy(resource));

    private bool IsHealthy(IResource resource) =>
        states.TryGetValue(resource.Name, out var state) && state.State?.Text == KnownResourceStates.Running && state.HealthStatus is HealthStatus.Healthy;

    private bool HasFailed(IResource resource) =>
        resource is ProjectResource or IResourceWithConnectionString
        && states.TryGetValue(resource.Name, out var state)
        && (KnownResourceStates.TerminalStates.Contains(state.State?.Text) || state.State?.Text == KnownResourceStates.RuntimeUnhealthy);

    // The shop sells without the other services.
    private static bool IsNeeded(IResource resource) => resource is not ProjectResource || resource.Name is "orderservice" or "marketplace";

    /// <summary>What is wrong with the first of them, which the others wait for, and what to do.</summary>
    private async Task<string> DescribeAsync(IEnumerable<IResource> resources)
    {
        var waiting = resources.ToList();
        if (waiting.FirstOrDefault() is not { } first)
            return "the last service becomes healthy.";
        var state = states.GetValueOrDefault(first.Name);
        var others = waiting.Count > 1 ? $"; waiting for it or starting: {string.Join(", ", waiting.Skip(1).Select(resource => resource.Name))}" : "";
        return $"{first.Name} is {Describe(state)}{others}. {Advice(first)}{await LastLogLinesAsync(first)}";
    }

    private static string Describe(CustomResourceSnapshot? state) =>
        state?.State?.Text is not { } text ? "not started"
        : state.ExitCode is { } code && code is not 0 ? $"{text} (exit code {code})"
        : state.HealthReports.FirstOrDefault(report => report.Status is not HealthStatus.Healthy) is { Description: { Length: > 0 } why } ? $"{text}, not healthy ({why})"
        : text;

    private static string Advice(IResource resource) =>
        resource.IsContainer() ? ContainerAdvice : "Its log is in the dashboard.";

    private async Task<string> LastLogLinesAsync(IResource resource)
    {
        var lines = new List<string>();
        await foreach (var batch in logs.GetAllAsync(resource))
        {
            // Each begins with a time stamp.
            lines.AddRange(batch.OrderBy(line => line.LineNumber).Select(line => line.Content[(line.Content.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim())
                .Where(text => text.Length > 0 && !text.StartsWith("[sys]", StringComparison.Ordinal)));
        }
        return string.Concat(lines.TakeLast(LogLines).Select(line => $"{Environment.NewLine}  {resource.Name}: {line}"));
    }

    // Aspire makes up a token at every start; the dashboard lets nobody in without.
    private string? DashboardLogin() =>
        services.GetRequiredService<IConfiguration>()["AppHost:BrowserToken"] is { Length: > 0 } token ? $"{dashboard}/login?t={token}" : dashboard;

    private void Announce(string missing)
    {
        var marketplace = Services.Single(service => service.Name is "marketplace");
        Console.WriteLine(
            $"""

            The shop is open{(missing.Length > 0 ? $", without {missing}" : "")}.
              Marketplace      {marketplace.GetEndpoint("http").Url}
              gRPC front door  {marketplace.GetEndpoint("grpc").Url}
              Dashboard        {DashboardLogin() ?? "none"}
              Mails            {(model.MailPage() is { } mails ? mails.Url : "none")}{(firstOperator.Announce() is { } account ? $"{Environment.NewLine}  Operator         {account}" : "")}
            Ctrl+C closes it.

            """);
    }
}

/// <summary>Runs the shop and tells by the exit code whether it has opened.</summary>
internal sealed class ReportedStart
{
    private Task<bool> opened = Task.FromResult(true);

    /// <summary>Answers 0, or 1 when the shop ended before it had opened.</summary>
    public async Task<int> RunAsync(DistributedApplication app)
    {
        try
        {
            await app.RunAsync();
            return opened is { IsCompletedSuccessfully: true, Result: true } ? 0 : 1;
        }
        catch (DistributedApplicationException failure)
        {
            // A container engine that does not work, most of all: Aspire waits for it as long as DcpPublisher:ContainerRuntimeInitializationTimeout says.
            await Console.Error.WriteLineAsync($"The shop cannot open: {failure.Message.ReplaceLineEndings(" ")} {StartupReport.ContainerAdvice}");
            return 1;
        }
    }

    public void Follow(Task<bool> start) => opened = start;
}

internal static class StartupReportExtensions
{
    /// <summary>Aspire starts hosted services only when every resource runs, so this one begins before.</summary>
    public static ReportedStart ReportStartup(this IDistributedApplicationBuilder builder, string? dashboard, FirstOperator firstOperator)
    {
        var start = new ReportedStart();
        if (builder.ExecutionContext.IsRunMode)
        {
            builder.OnBeforeStart((starting, cancellationToken) =>
            {
                start.Follow(new StartupReport(starting.Services, dashboard, firstOperator).RunAsync());
                return Task.CompletedTask;
            });
        }
        return start;
    }
}
