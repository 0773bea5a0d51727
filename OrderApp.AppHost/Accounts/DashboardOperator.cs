using System.Text.Json;

namespace OrderApp.AppHost.Accounts;

/// <summary>Who presses buttons of the dashboard is an operator: this gets the token for it.</summary>
internal sealed class DashboardOperator
{
    private const string Client = "dashboard";
    private readonly ProjectResource users;
    private readonly ParameterResource secret;

    private DashboardOperator(ProjectResource users, ParameterResource secret) => (this.users, this.secret) = (users, secret);

    /// <summary>Makes it known to the user service.</summary>
    public static DashboardOperator AddTo(IResourceBuilder<ProjectResource> users) => new(users.Resource, users.AddClient(Client, "operator").Resource);

    /// <summary>A token of a few minutes.</summary>
    public async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new(users.GetEndpoint("http").Url) };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = Client, ["client_secret"] = await secret.GetValueAsync(cancellationToken) ?? "",
        });
        using var response = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), form, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        return answer.RootElement.GetProperty("access_token").GetString()!;
    }
}
