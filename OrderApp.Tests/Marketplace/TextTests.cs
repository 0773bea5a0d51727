using System.Text.RegularExpressions;
using System.Xml.Linq;
using OrderApp.LocalPostgres;

namespace OrderApp.Tests.Marketplace;

public sealed partial class TextTests
{
    private static readonly string Marketplace = Path.Combine(Clone.OfThisProgram().Root, "OrderApp.Marketplace");

    [Fact]
    public void Every_text_of_the_pages_is_there_in_russian()
    {
        var russian = XDocument.Load(Path.Combine(Marketplace, "Resources", "Texts.ru.resx")).Descendants("data").Select(text => text.Attribute("name")!.Value).ToHashSet();
        var pages = Directory.EnumerateFiles(Path.Combine(Marketplace, "Pages"), "*.cshtml", SearchOption.AllDirectories).ToList();
        var used = pages.SelectMany(page => InPage().Matches(File.ReadAllText(page)).Select(text => text.Groups["text"].Value)).ToHashSet();
        // Those that code chooses, and pages translate when they show them.
        string[] files =
        [
            "FormErrors.cs", "SignIn/SignIn.cshtml.cs", "OrderErrorText.cs", "Status.cshtml.cs", "Operator/OperatorText.cs", "Operator/Importing/ImportRun.cs", "Carts/CartErrorText.cs",
            "Orders/OrderWords.cs", "Books/ReviewErrorText.cs",
        ];
        foreach (var file in files)
            used.UnionWith(InCode().Matches(File.ReadAllText(Path.Combine(Marketplace, "Pages", file))).Select(text => text.Groups["text"].Value));

        Assert.True(used.Count > 150, $"only {used.Count} texts were found");
        Assert.Empty(used.Except(russian));
    }

    [GeneratedRegex(@"\bT(\[|\.Count\()""(?<text>[^""]+)""")]
    private static partial Regex InPage();

    // Whole sentences.
    [GeneratedRegex(@"(=>|\[|\?|:) ""(?<text>[A-Z][^""{]+\.)""")]
    private static partial Regex InCode();
}
