using System.Security.Claims;
using Microsoft.Extensions.Caching.Memory;

namespace OrderApp.ServiceDefaults.Callers;

/// <summary>
/// Remembers tokens that were found valid until they expire, so that a signature is checked once. What is kept is bounded. A text is compared with one
/// that is kept only where their hashes are equal, so how long it takes tells nothing about tokens that one does not have.
/// </summary>
internal sealed class KnownTokens(TimeProvider time) : IDisposable
{
    private const int MaxTokens = 10_000;
    private const int MaxSchemeLength = 7; // "Bearer "
    private readonly MemoryCache tokens = new(new MemoryCacheOptions { SizeLimit = MaxTokens });

    /// <summary>By the header as it came: nothing is cut out of it or made of it, which is a tenth more calls with tokens.</summary>
    public KnownToken? Find(string header) =>
        tokens.TryGetValue<KnownToken>(header, out var known) && known!.Expires > time.GetUtcNow() ? known : null;

    public KnownToken Add(string header, string token, ClaimsPrincipal principal, DateTime expires)
    {
        var known = new KnownToken(principal, Caller.From(principal, token), expires);
        // One token with ever more blanks before it is not to take the place of others'.
        return header.Length > MaxSchemeLength + token.Length ? known : tokens.Set(header, known, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = expires });
    }

    public void Dispose() => tokens.Dispose();
}

/// <summary>A token that was found valid.</summary>
internal sealed record KnownToken(ClaimsPrincipal Principal, Caller Caller, DateTimeOffset Expires);
