using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using OrderApp.ServiceDefaults.Common;

namespace OrderApp.ServiceDefaults.Callers;

/// <summary>
/// A service's token for what it does in its own name: client credentials (RFC 6749, section 4.4) of <c>Auth:ClientId</c> and <c>Auth:ClientSecret</c>
/// at the user service. It is asked for when it is first needed, and again shortly before it expires.
/// </summary>
public sealed class ServiceToken(HttpClient http, IConfiguration configuration, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim turn = new(1);
    private Issued? issued;

    /// <summary>The token; null where the service has no credentials.</summary>
    /// <exception cref="RpcException">UNAVAILABLE: the token server cannot be reached or refuses.</exception>
    public async ValueTask<string?> GetAsync(CancellationToken cancellationToken)
    {
        if (configuration.Authority() is not { } authority || configuration["Auth:ClientId"] is not { Length: > 0 } clientId)
            return null;
        if (issued is { } valid && time.GetUtcNow() < valid.RenewAt)
            return valid.Token;
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (issued is not { } current || time.GetUtcNow() >= current.RenewAt)
                issued = await AskAsync(authority, clientId, cancellationToken);
            return issued.Token;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<Issued> AskAsync(string authority, string clientId, CancellationToken cancellationToken)
    {
        try
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials", ["client_id"] = clientId, ["client_secret"] = configuration["Auth:ClientSecret"] ?? "",
            });
            using var response = await http.PostAsync(new Uri($"{authority}/connect/token"), form, cancellationToken);
            response.EnsureSuccessStatusCode();
            var answer = (await response.Content.ReadFromJsonAsync<Answer>(cancellationToken))!;
            var lifetime = TimeSpan.FromSeconds(answer.ExpiresIn);
            return new(answer.AccessToken, time.GetUtcNow() + (lifetime > 2 * Margin ? lifetime - Margin : lifetime / 2));
        }
        catch (HttpRequestException error)
        {
            var problem = RichErrors.Make(StatusCode.Unavailable, "TOKENS_UNAVAILABLE", "the token server cannot be reached or refuses");
            throw new RpcException(new Status(problem.StatusCode, problem.Status.Detail, error), problem.Trailers);
        }
    }

    private sealed record Issued(string Token, DateTimeOffset RenewAt);

    private sealed record Answer(
        [property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("expires_in")] int ExpiresIn);
}
