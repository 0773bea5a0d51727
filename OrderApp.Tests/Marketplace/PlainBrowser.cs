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
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }

    public async Task<HttpResponseMessage> SendAsync(IHtmlFormElement form, params (string Name, string Value)[] typed)
    {
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input").ToDictionary(input => input.Name!, input => input.Value);
        foreach (var (name, value) in typed)
            fields[name] = value;
        using var content = new FormUrlEncodedContent(fields);
        var answer = await http.PostAsync(new Uri(Shop, form.GetAttribute("action")!), content);
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
