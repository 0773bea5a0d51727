using System.Security.Cryptography;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Tests.Support;

/// <summary>A token server for tests of a single service: a discovery document, a key, and any token one asks for.</summary>
internal sealed class TestTokens : IAsyncDisposable
{
    private static readonly Lazy<Task<TestTokens>> Shared = new(StartAsync);
    private readonly WebApplication server;
    private readonly RSA rsa = RSA.Create(2048);
    private readonly RsaSecurityKey key;

    private bool stopped;

    private TestTokens()
    {
        key = new(rsa) { KeyId = "test" };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        server = builder.Build();
        server.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Authority, jwks_uri = $"{Authority}/keys" }));
        var parameters = rsa.ExportParameters(false);
        server.MapGet("/keys", () => Results.Json(new
        {
            keys = new[]
            {
                new
                {
                    kty = "RSA", use = "sig", alg = "RS256", kid = key.KeyId,
                    n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent),
                },
            },
        }));
        server.MapPost("/connect/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            return Results.Json(new { access_token = Make(form["client_id"].ToString(), Roles.Service), expires_in = 900, token_type = "Bearer" });
        });
    }

    /// <summary>One for all tests that need no more than a token.</summary>
    public static Task<TestTokens> SharedAsync() => Shared.Value;

    /// <summary>What a service under test has as <c>Auth:Authority</c>.</summary>
    public string Authority => server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>The setting by which a service under test takes these tokens.</summary>
    public (string Key, string Value) Setting => ("Auth:Authority", Authority);

    public static async Task<TestTokens> StartAsync()
    {
        var tokens = new TestTokens();
        await tokens.server.StartAsync();
        return tokens;
    }

    /// <summary>The metadata of a customer's call.</summary>
    public Metadata Customer(Guid account) => Bearer(Make(account.ToString(), Roles.Customer));

    /// <summary>The metadata of a call of a customer whose account has a name.</summary>
    public Metadata Customer(Guid account, string name) => Bearer(Make(account.ToString(), name, [Roles.Customer]));

    /// <summary>The metadata of an operator's call.</summary>
    public Metadata Operator(Guid? account = null) => Bearer(Make((account ?? Guid.CreateVersion7()).ToString(), Roles.Customer, Roles.Operator));

    /// <summary>The metadata of a service's call in its own name or for a guest.</summary>
    public Metadata Service(Guid? guest = null)
    {
        var metadata = Bearer(Make("marketplace", Roles.Service));
        if (guest is { } id)
            metadata.Add(Caller.GuestHeader, id.ToString());
        return metadata;
    }

    /// <summary>A token of fifteen minutes.</summary>
    public string Make(string subject, params string[] roles) => Make(subject, null, roles);

    private string Make(string subject, string? name, string[] roles) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Authority,
        Audience = CallerAuthentication.Audience,
        Expires = DateTime.UtcNow.AddMinutes(15),
        TokenType = "at+jwt",
        Claims = name is null
            ? new Dictionary<string, object> { ["sub"] = subject, ["role"] = roles }
            : new Dictionary<string, object> { ["sub"] = subject, ["name"] = name, ["role"] = roles },
        SigningCredentials = new(key, SecurityAlgorithms.RsaSha256),
    });

    public async ValueTask DisposeAsync()
    {
        if (stopped)
            return;
        stopped = true;
        await server.DisposeAsync();
        rsa.Dispose();
    }

    private static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };
}
