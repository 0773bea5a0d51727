using Microsoft.Extensions.DependencyInjection;

namespace OrderApp.AppHost.Postgres;

/// <summary>A command of the dashboard that throws all data away.</summary>
internal static class ResetData
{
    /// <summary>Adds it to the local server: its databases are made anew, and the services start again to give them their schema.</summary>
    public static void AddResetDataCommand(this IDistributedApplicationBuilder builder, params string[] databases)
    {
        if (builder.Resources.OfType<LocalPostgresResource>().FirstOrDefault() is not { } server)
            return;
        builder.CreateResourceBuilder(server).WithCommand(
            "reset-data",
            "Reset data",
            async context =>
            {
                var own = databases.Where(name => builder.Configuration["ConnectionStrings:" + name] is null).ToList();
                await RecreateAsync(server, own, context.CancellationToken);
                var commands = context.Services.GetRequiredService<ResourceCommandService>();
                // One after the other: who waits for a service would give up when that one stops.
                foreach (var service in builder.Resources.OfType<ProjectResource>().Where(service => service.Annotations.OfType<WaitAnnotation>().Any()))
                {
                    var restarted = await commands.ExecuteCommandAsync(service, KnownResourceCommands.RestartCommand, context.CancellationToken);
                    if (!restarted.Success)
                        return restarted;
                }
                return CommandResults.Success();
            },
            new()
            {
                Description = "Throws away every order, every imported book and every visitor's session.",
                ConfirmationMessage = $"Every order and every imported book is lost. Throw away {string.Join(", ", databases)}?",
                IconName = "DatabaseWarning",
            });
    }

    private static async Task RecreateAsync(LocalPostgresResource server, List<string> databases, CancellationToken cancellationToken)
    {
        await using var source = await server.ConnectAsync(cancellationToken);
        foreach (var name in databases)
        {
            await using var drop = source.CreateCommand($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
            await drop.ExecuteNonQueryAsync(cancellationToken);
            await using var create = source.CreateCommand($"CREATE DATABASE \"{name}\"");
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
