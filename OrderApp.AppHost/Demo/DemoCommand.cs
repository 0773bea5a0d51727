using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OrderApp.AppHost.Accounts;
using OrderApp.AppHost.Postgres;
using OrderApp.Demo;
using OrderApp.LocalPostgres;

namespace OrderApp.AppHost.Demo;

/// <summary>Fills the shop with made-up books, customers, orders and reviews: by a button of the dashboard, or once the shop is open when it is started so.</summary>
internal static class DemoCommand
{
    /// <summary>The option of the AppHost that fills the shop as soon as it is open.</summary>
    public const string Option = "--demo";

    /// <summary>Adds the button to the marketplace, and does at the start what the option asks for.</summary>
    public static void WithDemoData(this IResourceBuilder<ProjectResource> marketplace, DashboardOperator keeper, bool atStart)
    {
        var builder = marketplace.ApplicationBuilder;
        var password = new PasswordFile(Path.Combine(builder.PostgresDataDirectory().Root, "demo-password"));
        marketplace.WithCommand(
            "fill-demo-data",
            "Fill with demo data",
            async context =>
            {
                try
                {
                    return CommandResults.Success(await FillAsync(marketplace.Resource, keeper, password, context.CancellationToken));
                }
                catch (Exception problem) when (problem is RpcException or HttpRequestException)
                {
                    return CommandResults.Failure(Describe(problem));
                }
            },
            new()
            {
                Description = "Adds made-up books, stock, customers, orders in every state and reviews. What is there already stays as it is.",
                IconName = "BoxSearch",
                UpdateState = context => context.ResourceSnapshot.HealthStatus is HealthStatus.Healthy ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
            });
        if (atStart && builder.ExecutionContext.IsRunMode)
        {
            builder.OnBeforeStart((starting, cancellationToken) =>
            {
                _ = FillWhenOpenAsync(starting.Services, marketplace.Resource, keeper, password);
                return Task.CompletedTask;
            });
        }
    }

    private static async Task<string> FillAsync(ProjectResource marketplace, DashboardOperator keeper, PasswordFile password, CancellationToken cancellationToken)
    {
        var frontDoor = new Uri(marketplace.GetEndpoint("grpc").Url);
        var report = await DemoShop.FillAsync(frontDoor, await keeper.TokenAsync(cancellationToken), password.ReadOrCreate(), cancellationToken);
        return report.Customers.Count is 0
            ? report.ToString()
            : $"{report} {string.Join(", ", report.Customers)} sign in with the password {password.ReadOrCreate()} (shown this once, kept in {password.Path}).";
    }

    private static async Task FillWhenOpenAsync(IServiceProvider services, ProjectResource marketplace, DashboardOperator keeper, PasswordFile password)
    {
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            var notifications = services.GetRequiredService<ResourceNotificationService>();
            // A copy: the start adds resources of its own meanwhile.
            foreach (var service in services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<ProjectResource>().ToList())
                await notifications.WaitForResourceHealthyAsync(service.Name, stopping);
            Console.WriteLine($"Demo data: {await FillAsync(marketplace, keeper, password, stopping)}");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The shop was closed first.
        }
        catch (Exception problem)
        {
            await Console.Error.WriteLineAsync($"Demo data: not all of it was added: {Describe(problem)}");
        }
    }

    private static string Describe(Exception problem) => problem is RpcException { Status.Detail: var detail } ? detail : problem.Message;
}
