using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OrderApp.Protos;
using OrderApp.Tests.Support;
using OrderApp.ServiceDefaults.Callers;
using OrderApp.Users.Keys;

namespace OrderApp.Tests.Users;

/// <summary>Tokens that are not what they should be, made with the service's own key where that makes it harder.</summary>
public sealed class CallerTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_token_that_is_wrong_in_any_way_is_refused()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        var (_, tokens, account) = await host.JoinAsync("ada@example.com");
        var key = (RsaSecurityKey)host.Service.Services.GetRequiredService<ServerKeys>().Signing.First();
        using var stranger = RSA.Create(2048);
        var now = DateTime.UtcNow;
        var parts = tokens.AccessToken.Split('.');
        var publicKey = new SymmetricSecurityKey(Encoding.ASCII.GetBytes(key.Rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = key.KeyId };

        string Make(SecurityKey? signer = null, string algorithm = SecurityAlgorithms.RsaSha256, string? issuer = null, string audience = "orderapp",
            double from = -1, double until = 1, string type = "at+jwt") => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
            {
                Issuer = issuer ?? AccountsHost.Issuer, Audience = audience, NotBefore = now.AddMinutes(from), Expires = now.AddMinutes(until), TokenType = type,
                Claims = new Dictionary<string, object> { ["sub"] = account.AccountId, ["role"] = new[] { "customer" } },
                SigningCredentials = new(signer ?? key, algorithm),
            });

        (string Name, string Token)[] wrong =
        [
            ("expired", Make(from: -10, until: -1)),
            ("not yet valid", Make(from: 2, until: 10)),
            ("issuer", Make(issuer: "http://evil.example/")),
            ("audience", Make(audience: "another")),
            ("type", Make(type: "JWT")),
            ("another key under the same id", Make(new RsaSecurityKey(stranger) { KeyId = key.KeyId })),
            ("another key", Make(new RsaSecurityKey(stranger) { KeyId = "mine" })),
            ("HS256 with the public key", Make(publicKey, SecurityAlgorithms.HmacSha256)),
            ("RS512", Make(algorithm: SecurityAlgorithms.RsaSha512)),
            ("alg none", $"{Encode("""{"alg":"none","typ":"at+jwt"}""")}.{parts[1]}."),
            ("signature cut off", $"{parts[0]}.{parts[1]}."),
            ("signature of another", $"{parts[0]}.{parts[1]}.{Make().Split('.')[2]}"),
            ("tampered", $"{parts[0]}.{Encode(Decode(parts[1]).Replace("\"customer\"", "\"operator\"", StringComparison.Ordinal))}.{parts[2]}"),
            ("the refresh token", tokens.RefreshToken),
            ("no token", "x"),
            ("empty", ""),
            ("9 KB", new string('a', 9 * 1024)),
            ("100 KB", $"{parts[0]}.{new string('a', 100 * 1024)}.{parts[2]}"),
        ];

        // What these differ from is taken.
        await host.Client.GetAccountAsync(new(), AccountsHost.Bearer(Make()));
        foreach (var (name, token) in wrong)
        {
            var signedIn = await Refusal.OfAsync(host.Client.GetAccountAsync(new(), AccountsHost.Bearer(token)));
            // Nor is it taken for no token where none is needed.
            var anonymous = await Refusal.OfAsync(host.Client.RequestPasswordResetAsync(new() { Email = "ada@example.com" }, AccountsHost.Bearer(token)));
            Assert.Equal((name, StatusCode.Unauthenticated, StatusCode.Unauthenticated), (name, signedIn.StatusCode, anonymous.StatusCode));
        }

        await host.Client.GetAccountAsync(new(), AccountsHost.Bearer(tokens.AccessToken));
    }

    [Fact]
    public async Task A_token_that_was_found_valid_is_refused_once_it_has_expired()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        var known = new KnownTokens(new Clock(DateTimeOffset.UtcNow.AddMinutes(16)));
        known.Add("Bearer token", "token", new(), DateTime.UtcNow.AddMinutes(15));

        Assert.Null(known.Find("Bearer token"));
        known.Dispose();
    }

    [Fact]
    public void A_token_that_was_found_valid_is_remembered_once_however_many_blanks_come_before_it()
    {
        using var known = new KnownTokens(TimeProvider.System);
        known.Add("Bearer token", "token", new(), DateTime.UtcNow.AddMinutes(15));
        known.Add("Bearer  token", "token", new(), DateTime.UtcNow.AddMinutes(15));

        Assert.NotNull(known.Find("Bearer token"));
        Assert.Null(known.Find("Bearer  token"));
    }

    [Fact]
    public async Task Over_http_a_wrong_token_is_told_by_401()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/.well-known/nothing", UriKind.Relative))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "x") },
        };

        using var response = await host.Service.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task Every_method_has_a_rule_of_its_own_or_its_class()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        string[] open = ["Register", "ConfirmEmail", "SignIn", "RefreshTokens", "SignOut", "RequestPasswordReset", "ResetPassword", "StopMails"];
        using var raw = new RawGrpc(host.Service.GrpcAddress);

        foreach (var method in UserServiceReflection.Descriptor.Services.Single(service => service.Name == "Accounts").Methods)
        {
            var status = await raw.CallAsync($"{method.Service.FullName}/{method.Name}", RawGrpc.Frame([]));
            Assert.Equal((method.Name, open.Contains(method.Name) ? StatusCode.InvalidArgument : StatusCode.Unauthenticated), (method.Name, status.StatusCode));
        }
    }

    private static string Encode(string text) => Base64UrlEncoder.Encode(text);

    private static string Decode(string part) => Base64UrlEncoder.Decode(part);

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
