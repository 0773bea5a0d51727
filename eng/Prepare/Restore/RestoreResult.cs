using System.Text.RegularExpressions;

namespace OrderApp.Eng.Restore;

/// <summary>What `dotnet restore` said, told apart: packages the feed lacks, a feed out of reach, or a fault in the projects.</summary>
internal sealed partial class RestoreResult
{
    private static readonly HashSet<string> LackCodes = ["NU1101", "NU1102", "NU1103", "NU1603", "MSB4236"];

    private RestoreResult(bool succeeded, string output)
    {
        Succeeded = succeeded;
        Missing = [.. Lacks().Matches(output).Select(match => match.Groups["id"].Value + Version(match)).Distinct().Order(StringComparer.Ordinal)];
        FeedUnreachable = !succeeded && output.Contains("error NU1301", StringComparison.Ordinal);
        Fault = Errors().Matches(output).FirstOrDefault(match => !LackCodes.Contains(match.Groups["code"].Value))?.Value.Trim();
        LastLine = output.Trim().Split('\n')[^1];
    }

    public bool Succeeded { get; }

    /// <summary>Each as "Id" or "Id version", sorted.</summary>
    public IReadOnlyList<string> Missing { get; }

    public bool FeedUnreachable { get; }

    /// <summary>The first error that is not about a missing package.</summary>
    public string? Fault { get; }

    public string LastLine { get; }

    /// <summary>True when packages that are not in the feed are the only thing wrong.</summary>
    public bool OnlyLacksPackages => !Succeeded && Missing.Count > 0 && !FeedUnreachable && Fault is null;

    public static RestoreResult From(int exitCode, string output) => new(exitCode == 0, output);

    private static string Version(Match match) => match.Groups["version"] is { Length: > 0 } version ? " " + version.Value : "";

    [GeneratedRegex("""
        Unable\ to\ find\ package\ (?<id>[\w.]+)\ with\ version\ \(>=\ (?<version>[^)]+)\)
        | Unable\ to\ find\ package\ (?<id>[\w.]+)\.\s
        | \ but\ (?<id>[\w.]+)\ (?<version>\S+)\ was\ not\ found
        | The\ SDK\ '(?<id>[^'/]+)/?(?<version>[^']*)'\ specified
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Lacks();

    [GeneratedRegex(@"^.*\berror (?<code>[A-Z]+\d+):.*$", RegexOptions.Multiline)]
    private static partial Regex Errors();
}
