using Microsoft.Playwright;

namespace OrderApp.Tests.EndToEnd.Browser;

/// <summary>A person in front of a browser. Notes what no page may do: errors on the console, requests to other hosts.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];

    internal Visitor(IBrowserContext context, Uri shop)
    {
        this.context = context;
        context.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add($"console: {message.Text}");
        };
        context.WebError += (_, error) => complaints.Add($"script: {error.Error}");
        context.Request += (_, request) =>
        {
            var address = new Uri(request.Url);
            if (address.Scheme.StartsWith("http", StringComparison.Ordinal) && address.Authority != shop.Authority)
                complaints.Add($"request to another host: {address}");
        };
    }

    /// <summary>Console errors and requests to other hosts so far.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>Opens a window of this visitor.</summary>
    public async Task<IPage> OpenAsync(string address)
    {
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(15_000);
        await page.GotoAsync(address);
        return page;
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
