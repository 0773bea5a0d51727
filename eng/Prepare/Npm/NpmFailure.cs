using System.Text.RegularExpressions;

namespace OrderApp.Eng.Npm;

/// <summary>npm's many lines about a failed download, told in one.</summary>
internal static partial class NpmFailure
{
    public static string Explain(NpmPackage package, string output) =>
        ErrorCode().Match(output).Groups["code"].Value switch
        {
            "E404" or "ETARGET" or "ENOVERSIONS" =>
                $"the npm registry has no {package.Name} {package.Version}; without it this machine needs a NuGet feed with the Aspire packages.",
            "ENOSPC" => $"the disk is full; npm could not download {package.Name}.",
            "ENOTFOUND" or "EAI_AGAIN" or "ECONNREFUSED" or "ECONNRESET" or "ETIMEDOUT" or "ERR_SOCKET_TIMEOUT" or "ENETUNREACH" =>
                $"npm cannot reach its registry to download {package.Name}; check the network, or npm's proxy and registry settings.",
            "" => $"npm could not download {package.Name} {package.Version}: {output.Trim().Split('\n')[^1]}",
            var code => $"npm could not download {package.Name} {package.Version} ({code}).",
        };

    [GeneratedRegex("""(npm (ERR!|error) code |"code": ")(?<code>\w+)""")]
    private static partial Regex ErrorCode();
}
