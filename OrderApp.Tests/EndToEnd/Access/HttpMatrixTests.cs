using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using OrderApp.Tests.EndToEnd.Interop;

namespace OrderApp.Tests.EndToEnd.Access;

/// <summary>Every address of the pages' port, called by everybody. What is called comes from what is mapped.</summary>
[Collection(nameof(InteropSuite))]
public sealed partial class HttpMatrixTests(WholeShop shop, ITestOutputHelper output)
{
    // What the JSON API takes tokens for; pages know their visitors by a cookie, and the token server checks its own.
    private static readonly string[] Api = 
    [
        "/order", "/books", "/recommendations", "/features", "/routes/summary", "/cart", "/checkout", "/checkouts", "/promotion", "/stock", "/transactions",
        "/reviews", "/ratings", "/audit",
    ];

    // Addresses that are open to everybody, behind which a service lets in only some.
    private static readonly Dictionary<string, Rule> RuleBehind = new()
    {
        ["GET /audit"] = Rule.Operator,
        ["GET /books/{id:int}/review"] = Rule.SignedIn,
        ["PUT /books/{id:int}/review"] = Rule.SignedIn,
        ["DELETE /reviews/{id}"] = Rule.SignedIn,
        ["POST /reviews/{id}/hide"] = Rule.Operator,
        ["POST /reviews/{id}/show"] = Rule.Operator,
        ["POST /cart/merge"] = Rule.SignedIn,
        ["GET /checkouts"] = Rule.Operator,
        ["POST /checkouts/{id}/retry"] = Rule.Operator,
        ["POST /order/{uuid}/ship"] = Rule.Operator,
        ["POST /order/{uuid}/deliver"] = Rule.Operator,
        ["GET /stock/ledger"] = Rule.Operator,
        ["POST /stock/{id:int}/adjustments"] = Rule.Operator,
        ["GET /transactions"] = Rule.SignedIn,
        ["GET /transactions/{id}"] = Rule.SignedIn,
        ["POST /transactions/{id}/refunds"] = Rule.OperatorOrService,
    };

    [Fact]
    public async Task Each_address_lets_in_whom_its_rule_names_and_refuses_tokens_that_are_not_valid()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = shop.Pages, Timeout = TimeSpan.FromSeconds(30) };
        var callers = Enum.GetValues<Who>();
        var valid = await shop.TokenOfAsync(Who.Operator);
        output.WriteLine($"| address | {string.Join(" | ", callers)} | wrong token |");
        var routes = shop.Routes.OfType<RouteEndpoint>().Where(IsAddress).ToList();
        Assert.True(routes.Count > 30, $"only {routes.Count} addresses were found");
        var behind = new HashSet<string>();
        foreach (var route in routes)
        {
            var path = "/" + Parameter().Replace(route.RoutePattern.RawText!.TrimStart('/'), part => part.Value.Contains(":int", StringComparison.Ordinal) ? "1" : $"{Guid.NewGuid()}");
            var isOpen = route.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            var isApi = Api.Any(name => path == name || path.StartsWith($"{name}/", StringComparison.Ordinal));
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                var cells = new List<string>();
                var name = $"{method} /{route.RoutePattern.RawText!.Trim('/')}";
                var rule = RuleBehind.GetValueOrDefault(name, Rule.Anybody);
                if (rule is not Rule.Anybody)
                    behind.Add(name);
                foreach (var who in callers)
                {
                    var status = await SendAsync(http, method, path, await shop.TokenOfAsync(who));
                    cells.Add($"{(int)status}");
                    if (isOpen && !rule.Allows(who))
                        Assert.True(status == (who is Who.Nobody ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden), $"{method} {path} answers {who}: {status}");
                    else if (isOpen)
                        Assert.True(status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden), $"{method} {path} refuses {who}: {status}");
                    else
                        Assert.True(status is HttpStatusCode.Redirect or HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, $"{method} {path} answers {who}: {status}");
                }

                var refused = await SendAsync(http, method, path, valid![..^9] + "AAAAAAAAA");
                if (isApi)
                    Assert.True(refused is HttpStatusCode.Unauthorized, $"{method} {path} takes a wrong token: {refused}");
                output.WriteLine($"| {method} {route.RoutePattern.RawText} | {string.Join(" | ", cells)} | {(int)refused} |");
            }
        }

        Assert.Equal(RuleBehind.Keys.Order(StringComparer.Ordinal), behind.Order(StringComparer.Ordinal));
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient http, string method, string path, string? token)
    {
        // What an address lacks it says before it asks a service, which would say who may not.
        using var request = new HttpRequestMessage(new(method), new Uri(path is "/checkouts" ? "/checkouts?stuck" : path, UriKind.Relative));
        request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
        if (method is not ("GET" or "HEAD"))
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        // Streams do not end: their headers tell.
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }

    // What the framework maps for itself has no address of its own, and what is passed on is its service's.
    private static bool IsAddress(RouteEndpoint route) =>
        route.RoutePattern.RawText is { } text && !text.Contains("**", StringComparison.Ordinal) && !text.Contains('.', StringComparison.Ordinal)
        && !text.Contains("{method}", StringComparison.Ordinal) && !text.Contains("{unimplemented", StringComparison.Ordinal);

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
