using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Net.Client;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Shop;

/// <summary>The tokens of our own user service: a customer's, and those of a program that may do what an operator does.</summary>
internal sealed class AccountTokens(Target users)
{
    private const string Email = "bench@example.com";
    private const string Password = "a password for a benchmark";
    private const string ClientId = "bench";
    private const string ServiceId = "bench-service";
    private const string ClientSecret = "a secret for a benchmark";

    /// <summary>The environment of a service that asks others in its own name.</summary>
    public static IEnumerable<(string, string)> OwnToken => [("Auth__ClientId", ServiceId), ("Auth__ClientSecret", ClientSecret)];

    /// <summary>The environment of the user service that gives them.</summary>
    public static IEnumerable<(string, string)> Environment =>
    [
        ($"Accounts__Clients__{ClientId}__Secret", ClientSecret), ($"Accounts__Clients__{ClientId}__Roles__0", "operator"),
        ($"Accounts__Clients__{ServiceId}__Secret", ClientSecret), ($"Accounts__Clients__{ServiceId}__Roles__0", "service"),
        ("Accounts__RequireConfirmedEmail", "false"), ("Accounts__AccessTokenLifetime", "1.00:00:00"),
    ];

    public async Task<string> CustomerAsync(CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(users.Grpc[0]);
        var accounts = new Accounts.AccountsClient(channel);
        await accounts.RegisterAsync(new() { Email = Email, Password = Password, Name = "Bench", Language = "en" }, cancellationToken: cancellationToken);
        return (await accounts.SignInAsync(new() { Email = Email, Password = Password }, cancellationToken: cancellationToken)).AccessToken;
    }

    public async Task<string> OperatorAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = users.Web };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = ClientId, ["client_secret"] = ClientSecret,
        });
        using var response = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), form, cancellationToken);
        var answer = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return answer.GetProperty("access_token").GetString()!;
    }
}
