using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using OrderApp.Marketplace.Security;
using OrderApp.Protos;
using AccountsClient = OrderApp.Protos.Accounts.AccountsClient;

namespace OrderApp.Marketplace.Visitors;

/// <summary>
/// Has the user service give new tokens for old ones: once for each, however many requests of a browser come at once or still bring the cookie from
/// before. While it is away it is asked every two seconds at most, so that no page waits for it each time.
/// </summary>
internal sealed class TokenRenewal(AccountsClient accounts, IOptions<WebOptions> web, TimeProvider time) : IDisposable
{
    private const int MaxRemembered = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly MemoryCache renewals = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });
    private readonly Lock turn = new();

    public Task<Renewal> RenewAsync(string refreshToken)
    {
        var key = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(refreshToken)));
        lock (turn)
        {
            return renewals.TryGetValue<Task<Renewal>>(key, out var renewal) ? renewal! : Remember(key, AskAsync(key, refreshToken), Remembered);
        }
    }

    public void Dispose() => renewals.Dispose();

    // For all who wait, so nobody's leaving ends it.
    private async Task<Renewal> AskAsync(string key, string refreshToken)
    {
        await Task.Yield();
        try
        {
            var deadline = time.GetUtcNow().UtcDateTime + web.Value.PageDeadline;
            return new(await accounts.RefreshTokensAsync(new() { RefreshToken = refreshToken }, deadline: deadline), IsRefused: false);
        }
        catch (RpcException refusal) when (refusal.StatusCode is StatusCode.Unauthenticated or StatusCode.InvalidArgument)
        {
            return new(null, IsRefused: true);
        }
        catch (RpcException)
        {
            var away = new Renewal(null, IsRefused: false);
            lock (turn)
            {
                Remember(key, Task.FromResult(away), Pause);
            }

            return away;
        }
    }

    private Task<Renewal> Remember(string key, Task<Renewal> renewal, TimeSpan period) =>
        renewals.Set(key, renewal, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = period });
}

/// <summary>What came of it.</summary>
/// <param name="Tokens">The new tokens; null when there are none.</param>
/// <param name="IsRefused">Whether the session has ended; otherwise, without tokens, the user service is away.</param>
internal sealed record Renewal(Tokens? Tokens, bool IsRefused);
