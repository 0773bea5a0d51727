using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>A form that a page shows: where it goes, and its fields with the values they come with, the antiforgery token among them.</summary>
internal sealed record HttpForm(string Action, IReadOnlyList<(string Name, string Value)> Fields)
{
    public static IEnumerable<HttpForm> On(string html, string address) =>
        new HtmlParser().ParseDocument(html).QuerySelectorAll<IHtmlFormElement>("form")
            .Where(form => form.GetAttribute("method")?.Equals("post", StringComparison.OrdinalIgnoreCase) == true)
            .Select(form => new HttpForm(
                form.GetAttribute("action") is { Length: > 0 } action ? action : address,
                [.. form.QuerySelectorAll<IHtmlElement>("input[name], button[name], select[name], textarea[name]")
                    .Select(field => (field.GetAttribute("name")!, field.GetAttribute("value") ?? ""))]));
}
