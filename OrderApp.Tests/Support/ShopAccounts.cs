using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Protos;
using OrderApp.Users;

namespace OrderApp.Tests.Support;

/// <summary>The user service of a shop that a test starts service by service: with an operator, and the services' own credentials.</summary>
internal sealed class ShopAccounts : IAsyncDisposable
{
    public const string OperatorEmail = "operator@example.com";
    public const string Password = "correct horse battery";
    private const string Secret = "a secret of a service";
    private static readonly string[] ClientIds = ["cart", "marketplace", "orderservice", "recommendations", "reviews"];

    private ShopAccounts(TestService<UserGrpcService> service, string operatorToken) => (Service, OperatorToken) = (service, operatorToken);

    public TestService<UserGrpcService> Service { get; }

    /// <summary>An operator's access token, good for a day.</summary>
    public string OperatorToken { get; }

    public Accounts.AccountsClient Client => new(Service.Channel);

    public static async Task<ShopAccounts> StartAsync(PostgresServer postgres, Action<IServiceCollection>? replace = null, params (string Key, string Value)[] settings)
    {
        var service = TestService<UserGrpcService>.Start(
            replace,
            [
                ("ConnectionStrings:userdb", await postgres.CreateDatabaseAsync("users")), ("Accounts:RequireConfirmedEmail", "false"),
                ("Accounts:PasswordIterations", "100000"), ("Accounts:RefusedAfter", "00:00:00"), ("Accounts:AccessTokenLifetime", "1.00:00:00"),
                ("Accounts:CallsPerAddress", "100000"), ("Accounts:CallsPerEmail", "100000"),
                ("Accounts:Operator:Email", OperatorEmail), ("Accounts:Operator:Password", Password), ("Mail:Smtp:Host", ""),
                .. ClientIds.SelectMany(id => new[] { ($"Accounts:Clients:{id}:Secret", Secret), ($"Accounts:Clients:{id}:Roles:0", "service") }),
                .. settings,
            ]);
        await Eventually.TrueAsync(
            async () => (await service.Http.GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode, "the user service is ready");
        var tokens = await new Accounts.AccountsClient(service.Channel).SignInAsync(new() { Email = OperatorEmail, Password = Password });
        return new(service, tokens.AccessToken);
    }

    /// <summary>What another service needs to know callers, and, where it has credentials, to ask in its own name.</summary>
    public (string Key, string Value)[] SettingsOf(string service) =>
    [
        ("services:userservice:grpc:0", Service.GrpcAddress.ToString()), ("services:userservice:http:0", Service.HttpAddress.ToString()),
        .. ClientIds.Contains(service) ? [("Auth:ClientId", service), ("Auth:ClientSecret", Secret)] : Array.Empty<(string, string)>(),
    ];

    /// <summary>Registers a customer where there is none, signs him in and answers his access token.</summary>
    public async Task<string> JoinAsync(string email)
    {
        await Client.RegisterAsync(new() { Email = email, Password = Password, Name = email, Language = "en" });
        return (await Client.SignInAsync(new() { Email = email, Password = Password })).AccessToken;
    }

    /// <summary>The access token of the marketplace in its own name.</summary>
    public async Task<string> ServiceTokenAsync()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = "marketplace", ["client_secret"] = Secret,
        });
        using var response = await Service.Http.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    /// <summary>The metadata of a call with a token.</summary>
    public static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
