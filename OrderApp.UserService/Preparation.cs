using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenIddict.Abstractions;
using OrderApp.ServiceDefaults;
using OrderApp.Users.Accounts;
using OrderApp.Users.Keys;
using OrderApp.Users.Mail;
using OrderApp.Users.Storage;
using OrderApp.Users.Tokens;

namespace OrderApp.Users;

/// <summary>Prepares what all replicas share (keys, clients, the first operator) when the schema is there, and keeps it in order afterwards.</summary>
internal sealed class Preparation(
    IServiceScopeFactory scopes, IDatabaseReadiness schema, DatabaseLock turn, ServerKeys keys, TimeProvider time, ILogger<Preparation> logger)
    : DatabaseWorker, IHealthCheck
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SpentTokensKept = TimeSpan.FromDays(1);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(keys.AreRead ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the accounts are not prepared yet"));

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await schema.Ready.WaitAsync(stopping);
        while (!await TryAsync(PrepareAsync, stopping))
            await Task.Delay(Pause, stopping);
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stopping))
            await TryAsync(KeepAsync, stopping);
    }

    private async Task PrepareAsync(IServiceProvider services, CancellationToken stopping)
    {
        services.GetRequiredService<IKeyManager>().EnsureKey(time);
        await services.GetRequiredService<Clients>().StoreAsync(stopping);
        await services.GetRequiredService<FirstOperator>().EnsureAsync(stopping);
        await keys.ReadAsync(services.GetRequiredService<UserDbContext>(), stopping);
    }

    private async Task KeepAsync(IServiceProvider services, CancellationToken stopping)
    {
        await keys.ReadAsync(services.GetRequiredService<UserDbContext>(), stopping);
        await services.GetRequiredService<Outbox>().PruneAsync(stopping);
        var spent = time.GetUtcNow() - SpentTokensKept;
        await services.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(spent, stopping);
        await services.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(spent, stopping);
    }

    private async Task<bool> TryAsync(Func<IServiceProvider, CancellationToken, Task> work, CancellationToken stopping)
    {
        try
        {
            await using var held = await turn.TakeAsync(stopping);
            await using var scope = scopes.CreateAsyncScope();
            await work(scope.ServiceProvider, stopping);
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.NotPrepared(logger, error);
            return false;
        }
    }
}
