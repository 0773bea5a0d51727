using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace OrderApp.ServiceDefaults.Callers;

/// <summary>Remembers tokens that were found valid until they expire, so that a signature is checked once. What is kept is bounded.</summary>
internal sealed class KnownTokens(TimeProvider time) : IDisposable
{
    private const int MaxTokens = 10_000;
    private readonly MemoryCache tokens = new(new MemoryCacheOptions { SizeLimit = MaxTokens });

    public KnownToken? Find(string token) =>
        tokens.TryGetValue<KnownToken>(Key(token), out var known) && known!.Expires > time.GetUtcNow() ? known : null;

    public KnownToken Add(string token, ClaimsPrincipal principal, DateTime expires)
    {
        var known = new KnownToken(principal, Caller.From(principal, token), expires);
        return tokens.Set(Key(token), known, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = expires });
    }

    public void Dispose() => tokens.Dispose();

    // By its hash: how long a comparison takes tells nothing about the tokens that are kept.
    private static string Key(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>A token that was found valid.</summary>
internal sealed record KnownToken(ClaimsPrincipal Principal, Caller Caller, DateTimeOffset Expires);
