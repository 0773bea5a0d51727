using System.Xml;
using System.Xml.Linq;

namespace OrderApp.Eng.Testing;

/// <summary>How the tests of one or more runs ended.</summary>
internal readonly record struct TestCount(int Passed, int Failed, int Skipped)
{
    private static readonly XNamespace Schema = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Adds up the .trx files of a folder, ends with one plain line, and returns the exit code that goes with it.</summary>
    /// <param name="folder">Where `dotnet test` left its results.</param>
    /// <param name="exitCode">What `dotnet test` itself returned; a run that broke off counts as a failure.</param>
    /// <param name="output">Gets the line.</param>
    public static int Report(string folder, int exitCode, TextWriter output)
    {
        var count = Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.trx", SearchOption.AllDirectories).Select(Read).Aggregate(default(TestCount), (sum, next) => sum + next)
            : default;
        if (count.Failed == 0 && (exitCode != 0 || count.Passed == 0))
        {
            output.WriteLine(exitCode != 0 ? $"dotnet test broke off with exit code {exitCode}." : "No test ran.");
            count = count with { Failed = 1 };
        }

        output.WriteLine(count);
        return count.Failed == 0 ? 0 : 1;
    }

    public static TestCount operator +(TestCount a, TestCount b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";

    /// <summary>Counts results one by one: the totals in a .trx file leave skipped tests out.</summary>
    private static TestCount Read(string trx)
    {
        try
        {
            return XDocument.Load(trx).Descendants(Schema + "UnitTestResult").Select(Outcome).Aggregate(default(TestCount), (sum, next) => sum + next);
        }
        catch (XmlException)
        {
            return new TestCount(0, 1, 0);
        }
    }

    private static TestCount Outcome(XElement result) => (string?)result.Attribute("outcome") switch
    {
        "Passed" => new TestCount(1, 0, 0),
        "NotExecuted" => new TestCount(0, 0, 1),
        _ => new TestCount(0, 1, 0),
    };
}
