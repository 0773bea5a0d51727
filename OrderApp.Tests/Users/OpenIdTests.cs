using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Users;

public sealed partial class OpenIdTests(PostgresServer postgres)
{
    private const string Back = "http://client.example/back";
    private const string Verifier = "a-code-verifier-of-at-least-forty-three-characters";

    [Fact]
    public async Task The_discovery_document_names_the_issuer_of_the_settings_and_addresses_of_the_request()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/.well-known/openid-configuration", UriKind.Relative)) { Headers = { Host = "shop.test:5000" } };

        using var response = await host.Service.Http.SendAsync(request);
        var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal(AccountsHost.Issuer, document.GetProperty("issuer").GetString());
        Assert.Equal("http://shop.test:5000/connect/token", document.GetProperty("token_endpoint").GetString());
        Assert.Equal("S256", document.GetProperty("code_challenge_methods_supported").EnumerateArray().Single().GetString());
        Assert.Equal("http://shop.test:5000/connect/authorize", document.GetProperty("authorization_endpoint").GetString());
        Assert.Equal(
            ["authorization_code", "client_credentials", "refresh_token"],
            document.GetProperty("grant_types_supported").EnumerateArray().Select(grant => grant.GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Access_tokens_can_be_verified_by_the_published_keys_and_say_no_more_than_they_must()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        var (_, tokens, account) = await host.JoinAsync("ada@example.com");
        var keys = new JsonWebKeySet(await host.Service.Http.GetStringAsync(new Uri("/.well-known/jwks", UriKind.Relative)));

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(tokens.AccessToken, new()
        {
            ValidIssuer = AccountsHost.Issuer, ValidAudience = "orderapp", IssuerSigningKeys = keys.GetSigningKeys(), ValidAlgorithms = ["RS256"],
        });

        Assert.True(result.IsValid, result.Exception?.Message);
        var token = (JsonWebToken)result.SecurityToken;
        Assert.Equal((account.AccountId, "at+jwt"), (token.Subject, token.Typ));
        Assert.Equal(TimeSpan.FromMinutes(15), token.ValidTo - token.IssuedAt);
        Assert.Equal(["customer"], token.Claims.Where(claim => claim.Type == "role").Select(claim => claim.Value));
        Assert.NotEmpty(token.Id);
        Assert.DoesNotContain(token.Claims, claim => claim.Value.Contains('@', StringComparison.Ordinal) || claim.Type == "stamp");
        Assert.InRange(tokens.AccessToken.Length, 100, 1500);
    }

    [Fact]
    public async Task Services_get_tokens_in_their_own_name_and_secrets_are_checked()
    {
        await using var host = await AccountsHost.StartAsync(postgres);

        var good = await host.TokenAsync(("grant_type", "client_credentials"), ("client_id", "orderservice"), ("client_secret", "a secret of the service"));
        var wrong = await host.TokenAsync(("grant_type", "client_credentials"), ("client_id", "orderservice"), ("client_secret", "guess"));
        var unknown = await host.TokenAsync(("grant_type", "client_credentials"), ("client_id", "nobody"), ("client_secret", "guess"));
        var open = await host.TokenAsync(("grant_type", "client_credentials"), ("client_id", "web"));

        var token = new JsonWebToken(good.GetProperty("access_token").GetString());
        Assert.Equal(("orderservice", "service"), (token.Subject, token.GetClaim("role").Value));
        Assert.False(good.TryGetProperty("refresh_token", out _));
        Assert.All([wrong, unknown, open], answer => Assert.False(answer.TryGetProperty("access_token", out _)));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("urn:orderapp:account")]
    public async Task A_password_is_no_grant_and_the_inner_one_is_closed_to_callers(string grant)
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        await host.RegisterAsync("ada@example.com");

        var answer = await host.TokenAsync(
            ("grant_type", grant), ("client_id", "orderapp"), ("username", "ada@example.com"), ("password", AccountsHost.Password), ("scope", "offline_access"));

        Assert.Equal("unsupported_grant_type", answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Refresh_tokens_go_both_ways_are_used_once_and_a_stolen_one_ends_the_session()
    {
        await using var host = await AccountsHost.StartAsync(postgres, ("Accounts:RefreshTokenReuse", "00:00:00"));
        var (_, first, _) = await host.JoinAsync("ada@example.com");

        var second = await host.TokenAsync(("grant_type", "refresh_token"), ("client_id", "orderapp"), ("refresh_token", first.RefreshToken));
        var third = await host.Client.RefreshTokensAsync(new() { RefreshToken = second.GetProperty("refresh_token").GetString() });
        await Refusal.OfAsync(host.Client.RefreshTokensAsync(new() { RefreshToken = first.RefreshToken }));
        var afterTheft = await Refusal.OfAsync(host.Client.RefreshTokensAsync(new() { RefreshToken = third.RefreshToken }));

        Assert.Equal(Grpc.Core.StatusCode.Unauthenticated, afterTheft.StatusCode);
        await host.Client.GetAccountAsync(new(), AccountsHost.Bearer(third.AccessToken));
    }

    [Fact]
    public async Task Who_signs_out_cannot_refresh()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        var (_, tokens, _) = await host.JoinAsync("ada@example.com");

        await host.Client.SignOutAsync(new() { RefreshToken = tokens.RefreshToken });
        await host.Client.SignOutAsync(new() { RefreshToken = tokens.RefreshToken });
        await host.Client.SignOutAsync(new() { RefreshToken = "x" });

        Assert.Equal(
            Grpc.Core.StatusCode.Unauthenticated, (await Refusal.OfAsync(host.Client.RefreshTokensAsync(new() { RefreshToken = tokens.RefreshToken }))).StatusCode);
    }

    [Fact]
    public async Task A_browser_signs_in_on_the_page_and_its_client_gets_tokens_for_the_code_once()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        var (_, _, account) = await host.JoinAsync("ada@example.com");
        using var browser = new Browser(host.Service.HttpAddress);

        var page = await browser.GetAsync(AuthorizeUri());
        var wrong = await browser.SubmitAsync(page, "ada@example.com", "not this one");
        var code = await browser.SubmitForCodeAsync(wrong, "ada@example.com", AccountsHost.Password);
        var stolen = await ExchangeAsync(host, code, "another-verifier-of-at-least-forty-three-characters");
        var tokens = await ExchangeAsync(host, await browser.CodeAsync(AuthorizeUri()));
        var again = await browser.GetAsync(AuthorizeUri("&prompt=login"));

        Assert.Contains("role=\"alert\"", wrong, StringComparison.Ordinal);
        Assert.Equal("invalid_grant", stolen.GetProperty("error").GetString());
        Assert.Equal(account.AccountId, new JsonWebToken(tokens.GetProperty("access_token").GetString()).Subject);
        Assert.Equal("ada@example.com", new JsonWebToken(tokens.GetProperty("id_token").GetString()).GetClaim("email").Value);
        Assert.NotEmpty(tokens.GetProperty("refresh_token").GetString()!);
        Assert.Contains("type=\"password\"", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_comes_in_russian_and_leads_nowhere_else()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        using var russian = new HttpRequestMessage(HttpMethod.Get, new Uri("/connect/sign-in?return_url=/connect/authorize", UriKind.Relative));
        russian.Headers.AcceptLanguage.ParseAdd("ru");

        using var page = await host.Service.Http.SendAsync(russian);
        using var elsewhere = await host.Service.Http.GetAsync(new Uri("/connect/sign-in?return_url=https://evil.example/", UriKind.Relative));
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("email", "ada@example.com"), KeyValuePair.Create("return_url", "/connect/authorize")]);
        using var forged = await host.Service.Http.PostAsync(new Uri("/connect/sign-in", UriKind.Relative), form);

        var text = await page.Content.ReadAsStringAsync();
        Assert.Contains("<html lang=\"ru\">", text, StringComparison.Ordinal);
        Assert.Contains(">Пароль</label>", WebUtility.HtmlDecode(text), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (elsewhere.StatusCode, forged.StatusCode));
    }

    [Theory]
    [InlineData("client_id=web&redirect_uri=http://evil.example/", "redirect_uri")]
    [InlineData("client_id=nobody&redirect_uri=http://client.example/back", "client_id")]
    public async Task A_code_goes_only_where_the_settings_say(string client, string problem)
    {
        await using var host = await AccountsHost.StartAsync(postgres);

        using var response = await host.Service.Http.GetAsync(new Uri($"/connect/authorize?response_type=code&scope=openid&{client}&{Challenge()}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(problem, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_no_code_without_a_challenge_and_no_page_where_none_may_be_shown()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        const string Request = $"/connect/authorize?response_type=code&client_id=web&redirect_uri={Back}&scope=openid";

        using var unprotected = await host.Service.Http.GetAsync(new Uri(Request, UriKind.Relative));
        using var silent = await host.Service.Http.GetAsync(new Uri($"{Request}&prompt=none&{Challenge()}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, unprotected.StatusCode);
        Assert.Contains("code_challenge", await unprotected.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.StartsWith($"{Back}?error=login_required", silent.Headers.Location?.ToString(), StringComparison.Ordinal);
    }

    private static string Challenge() => $"code_challenge_method=S256&code_challenge={Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)))}";

    private static string AuthorizeUri(string more = "") =>
        $"/connect/authorize?response_type=code&client_id=web&redirect_uri={Back}&scope=openid%20email%20offline_access&state=s&{Challenge()}{more}";

    private static Task<JsonElement> ExchangeAsync(AccountsHost host, string code, string verifier = Verifier) => host.TokenAsync(
        ("grant_type", "authorization_code"), ("client_id", "web"), ("code", code), ("redirect_uri", Back), ("code_verifier", verifier));

    /// <summary>Follows redirects within the service, keeps cookies, and fills the form.</summary>
    private sealed partial class Browser(Uri address) : IDisposable
    {
        private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = address };
        private Uri? left;

        public Task<string> GetAsync(string uri) => FollowAsync(() => http.GetAsync(new Uri(uri, UriKind.RelativeOrAbsolute)));

        public async Task<string> CodeAsync(string uri)
        {
            left = null;
            await GetAsync(uri);
            return Code();
        }

        public Task<string> SubmitAsync(string page, string email, string password) => FollowAsync(async () =>
        {
            using var form = new FormUrlEncodedContent(Hidden().Matches(page)
                .Select(field => KeyValuePair.Create(field.Groups[1].Value, WebUtility.HtmlDecode(field.Groups[2].Value)))
                .Append(new("email", email)).Append(new("password", password)));
            return await http.PostAsync(new Uri("/connect/sign-in", UriKind.Relative), form);
        });

        public async Task<string> SubmitForCodeAsync(string page, string email, string password)
        {
            await SubmitAsync(page, email, password);
            return Code();
        }

        public void Dispose() => http.Dispose();

        private string Code() => Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(left!.Query)["code"].ToString();

        private async Task<string> FollowAsync(Func<Task<HttpResponseMessage>> send)
        {
            var response = await send();
            while (response.Headers.Location is { } next)
            {
                response.Dispose();
                var target = new Uri(address, next);
                if (target.Host != address.Host)
                {
                    left = target;
                    return "";
                }

                response = await http.GetAsync(target);
            }

            using (response)
                return await response.Content.ReadAsStringAsync();
        }

        [GeneratedRegex("""<input[^>]*name="(return_url|__RequestVerificationToken)"[^>]*value="([^"]*)""")]
        private static partial Regex Hidden();
    }
}
