using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace OrderApp.Tests.Marketplace;

/// <summary>A browser without JavaScript: opens pages, keeps cookies, sends forms.</summary>
internal sealed class PlainBrowser : IDisposable
{
    private readonly HttpClient http;

    public PlainBrowser(Uri address, string language = "en")
    {
        Shop = address;
        http = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new() });
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
    }

    /// <summary>Where the shop is. Cookies are sent to any port of its host.</summary>
    public Uri Shop { get; set; }

    public List<string> CookiesSet { get; } = [];

    public async Task<IHtmlDocument> OpenAsync(string address)
    {
        using var answer = await http.GetAsync(new Uri(Shop, address));
        Remember(answer);
        return await ReadAsync(answer);
    }

    /// <summary>The page that was answered.</summary>
    public static async Task<IHtmlDocument> ReadAsync(HttpResponseMessage answer) =>
        new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());

    /// <summary>Asks for an address with the browser's cookies, whatever comes.</summary>
    public async Task<HttpResponseMessage> AskAsync(HttpMethod method, string address, string accept = "text/html")
    {
        using var request = new HttpRequestMessage(method, new Uri(Shop, address));
        request.Headers.Accept.ParseAdd(accept);
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Remember(answer);
        return answer;
    }

    /// <summary>Sends the only form of a page that has this id.</summary>
    public async Task<HttpResponseMessage> SendAsync(string page, string form, params (string Name, string Value)[] typed) =>
        await SendAsync((await OpenAsync(page)).QuerySelector<IHtmlFormElement>($"form#{form}")!, typed);

    public async Task<HttpResponseMessage> SendAsync(IHtmlFormElement form, params (string Name, string Value)[] typed)
    {
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input").Where(input => input.Type is not ("checkbox" or "radio") || input.IsChecked)
            .ToDictionary(input => input.Name!, input => input.Value);
        foreach (var select in form.QuerySelectorAll<IHtmlSelectElement>("select"))
            fields[select.Name!] = select.Value!;
        foreach (var (name, value) in typed)
            fields[name] = value;
        using var content = new FormUrlEncodedContent(fields);
        var answer = await http.PostAsync(new Uri(Shop, form.GetAttribute("action")!), content);
        Remember(answer);
        return answer;
    }

    /// <summary>Sends what a test has put together.</summary>
    public async Task<HttpResponseMessage> PostAsync(string address, HttpContent content)
    {
        var answer = await http.PostAsync(new Uri(Shop, address), content);
        Remember(answer);
        return answer;
    }

    public void Dispose() => http.Dispose();

    private void Remember(HttpResponseMessage answer)
    {
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
            CookiesSet.AddRange(cookies);
    }
}
