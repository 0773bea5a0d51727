using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Identity;
using OrderApp.Users.Storage;

namespace OrderApp.Users.Accounts;

/// <summary>
/// Hashes passwords on half of the machine's cores: the other calls of this service keep the other half, however many passwords come at once. So many
/// wait their turn; one more is refused.
/// </summary>
internal sealed class PasswordHashing(IPasswordHasher<AccountRow> hasher) : IDisposable
{
    private const int MaxWaiting = 200;

    private readonly ConcurrencyLimiter turns = new(new() { PermitLimit = Math.Max(1, Environment.ProcessorCount / 2), QueueLimit = MaxWaiting });

    // The password of the account that is not there, which nobody knows.
    private readonly string unknown = hasher.HashPassword(null!, Guid.NewGuid().ToString());

    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: too many wait.</exception>
    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        RunAsync(() => hasher.HashPassword(null!, password), cancellationToken);

    /// <summary>Compares a password with an account's; without an account it does the same work.</summary>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: too many wait.</exception>
    public Task<PasswordVerificationResult> VerifyAsync(AccountRow? account, string password, CancellationToken cancellationToken) =>
        RunAsync(() => hasher.VerifyHashedPassword(account!, account?.PasswordHash ?? unknown, password), cancellationToken);

    public void Dispose() => turns.Dispose();

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        using var turn = await turns.AcquireAsync(1, cancellationToken);
        return turn.IsAcquired ? work() : throw AccountErrors.TooMany();
    }
}
