using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace OrderApp.Users.Callers;

/// <summary>Remembers tokens that were found valid until they expire, so that a signature is checked once. What is kept is bounded, and is no token.</summary>
internal sealed class KnownTokens(TimeProvider time) : IDisposable
{
    private const int MaxTokens = 10_000;
    private readonly MemoryCache tokens = new(new MemoryCacheOptions { SizeLimit = MaxTokens });

    public ClaimsPrincipal? Find(string token) =>
        tokens.TryGetValue<Known>(Key(token), out var known) && known!.Expires > time.GetUtcNow() ? known.Principal : null;

    public void Add(string token, ClaimsPrincipal principal, DateTime expires) => tokens.Set(
        Key(token), new Known(principal, expires), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = expires });

    public void Dispose() => tokens.Dispose();

    private static string Key(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed record Known(ClaimsPrincipal Principal, DateTimeOffset Expires);
}
