using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace OrderApp.Marketplace.Pages;

/// <summary>A drawn book cover: no picture is kept or fetched, and a title always gets the same one.</summary>
internal sealed class CoverArt(string title, string authors) : IHtmlContent
{
    private const int LineLength = 14;
    private const int MaxLines = 5;
    private const int MaxAuthorLength = 22;

    private static readonly string[] Ornaments =
    [
        "M19 130h88M19 136h60M19 142h32",
        "M63 104a22 22 0 1 0 .1 0M63 112a14 14 0 1 0 .1 0",
        "M19 146l22-30 22 30 22-30 22 30",
        "M19 120q22-18 44 0t44 0M19 134q22-18 44 0t44 0M19 148q22-18 44 0t44 0",
        "M63 104l22 22-22 22-22-22ZM63 112l14 14-14 14-14-14Z",
        "M30 112h66v34H30ZM36 118h54v22H36Z",
    ];

    public static CoverArt For(string title, string authors) => new(title, authors);

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        var seed = title.Aggregate(17u, (hash, letter) => (hash * 31) + letter);
        var hue = seed % 360;
        writer.Write($"""
            <svg class="cover" viewBox="0 0 120 180" aria-hidden="true" focusable="false">
            <rect width="120" height="180" rx="3" fill="hsl({hue},38%,34%)"/><rect width="9" height="180" fill="hsl({hue},42%,24%)"/>
            <path d="{Ornaments[seed / 360 % Ornaments.Length]}" fill="none" stroke="hsl({hue},45%,62%)" stroke-width="1.2"/>
            """);
        var y = 32;
        foreach (var line in Lines())
        {
            writer.Write($"""<text class="cover-title" x="19" y="{y}" font-size="11" fill="#fffdf8">{encoder.Encode(line)}</text>""");
            y += 14;
        }

        var author = encoder.Encode(Shorten(authors.Split(", ")[0], MaxAuthorLength));
        writer.Write($"""<text class="cover-author" x="19" y="166" font-size="8" fill="hsl({hue},45%,84%)">{author}</text></svg>""");
    }

    private List<string> Lines()
    {
        var lines = new List<string> { "" };
        foreach (var word in title.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + word.Length + 1 > LineLength)
                lines.Add("");
            lines[^1] = lines[^1].Length == 0 ? Shorten(word, LineLength) : $"{lines[^1]} {word}";
        }

        return lines.Count <= MaxLines ? lines : [.. lines.Take(MaxLines - 1), lines[MaxLines - 1] + "…"];
    }

    private static string Shorten(string text, int length)
    {
        var elements = new StringInfo(text);
        return elements.LengthInTextElements <= length ? text : elements.SubstringByTextElements(0, length - 1) + "…";
    }
}
