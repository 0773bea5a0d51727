using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace OrderApp.Tests.Resilience.Fuzzing;

[Collection(nameof(FuzzSuite))]
public sealed class HttpFuzzTests(FuzzShop shop, ITestOutputHelper output) : IAsyncLifetime
{
    private readonly ConcurrentBag<RawHttp> connections = [];
    private readonly List<HttpForm> forms = [];
    private IReadOnlyList<HttpTarget> targets = [];
    private HttpCaseMaker maker = null!;

    public async ValueTask InitializeAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = true, CookieContainer = new() }) { BaseAddress = shop.Marketplace.HttpAddress };
        targets = HttpTarget.All(shop.Pages, JsonNode.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!);
        var cookies = new List<string>();
        foreach (var address in targets.Where(target => target.Methods.Contains("POST") || target.BodyNames.Count == 0).Select(target => target.Path(shop.Known.First)).Distinct())
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
            request.Headers.Accept.ParseAdd("text/html");
            using var page = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (page.Headers.TryGetValues("Set-Cookie", out var set))
                cookies.AddRange(set.Select(cookie => cookie.Split(';')[0]));
            if (page.Content.Headers.ContentType?.MediaType == "text/html")
                forms.AddRange(HttpForm.On(await page.Content.ReadAsStringAsync(), address));
        }

        maker = new(shop.Known, forms, string.Join("; ", cookies), shop.Secret);
    }

    [Fact]
    public async Task Whatever_is_asked_of_any_address_is_answered_with_a_documented_status_and_leaves_the_shop_well()
    {
        var run = new FuzzRun(output, shop.Log);

        await run.AllAsync(FuzzSettings.Cases(0.4), async (number, seed) =>
        {
            var target = targets[number % targets.Count];
            var sent = maker.Of(target, seed);
            var answer = await SendAsync(sent);
            run.Count($"{answer.Status}");
            return Verdict.Of(answer) is { } wrong ? $"{target.Name}, seed {seed}: {wrong}\n{sent}" : null;
        });

        Assert.True(await shop.IsWellAsync(), "the services are well afterwards");
    }

    [Fact]
    public void The_pages_the_api_and_the_forms_with_their_tokens_are_among_what_is_tried()
    {
        var names = targets.Select(target => target.Name).ToList();

        Assert.All(new[] { "/order/{uuid}", "/routes/summary", "/recommendations", "/orders/{uuid:guid}", "/catalogue/{id:int}", "/language", "/routes/chat", "/health" },
            path => Assert.Contains(names, name => name.EndsWith(path, StringComparison.Ordinal)));
        Assert.True(forms.Count(form => form.Fields.Any(field => field.Name.StartsWith("__RequestVerification", StringComparison.Ordinal))) >= 5, "forms with tokens");
        Assert.True(targets.Count(target => target.QueryNames.Count > 0) >= 5, "addresses whose query is known");
        Assert.True(targets.Count(target => target.BodyNames.Count > 0) >= 3, "addresses whose body is known");
    }

    public ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
            connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<HttpAnswer> SendAsync(HttpCase sent)
    {
        if (!connections.TryTake(out var connection))
            connection = new RawHttp(shop.Marketplace.HttpAddress);
        var answer = await connection.SendAsync(sent);
        connections.Add(connection);
        return answer;
    }
}
