using Microsoft.Playwright;
using OrderApp.Tests.EndToEnd.Browser;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace OrderApp.Tests.EndToEnd.Browser;

/// <summary>One headless Chromium for the whole test run; each test opens windows of its own.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private const string EnvironmentName = "CHROMIUM";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> launched = new(LaunchAsync);

    /// <summary>A visitor with cookies of their own.</summary>
    public async Task<Visitor> VisitAsync(Uri shop, BrowserNewContextOptions? options = null)
    {
        var (_, browser) = await launched.Value;
        options ??= new();
        options.BaseURL = shop.ToString();
        options.Locale ??= "en-GB";
        return new(await browser.NewContextAsync(options), shop);
    }

    public async ValueTask DisposeAsync()
    {
        if (!launched.IsValueCreated)
            return;
        var (playwright, browser) = await launched.Value;
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private static async Task<(IPlaywright Playwright, IBrowser Browser)> LaunchAsync()
    {
        var executable = Find() ?? throw new InvalidOperationException(
            $"The browser tests need Chromium: install the package \"chromium\" (Debian), or set {EnvironmentName} to the browser's path.");
        var playwright = await Playwright.CreateAsync();
        // A busy machine takes its time.
        Assertions.SetDefaultExpectTimeout(15_000);
        return (playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = Arguments }));
    }

    private static string? Find() =>
        Environment.GetEnvironmentVariable(EnvironmentName) is { Length: > 0 } chosen
            ? chosen
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists);
}
