using OrderApp.Eng.Machine;

namespace OrderApp.Eng.Testing;

/// <summary>Brings the tools of the tests: by apt-get as root on Debian; elsewhere it names them, and the tests that need them fail.</summary>
internal static class TestTools
{
    public static async Task BringAsync(CancellationToken stop)
    {
        var missing = await MissingAsync(stop);
        if (missing.Count == 0)
            return;
        if (!Environment.IsPrivilegedProcess || Programs.Find("apt-get") is null)
        {
            Console.WriteLine($"Not installed: {string.Join(' ', missing)} (Debian's names). Tests that need them will fail.");
            return;
        }

        Console.WriteLine($"Installing {string.Join(' ', missing)} ...");
        await AptGetAsync(["update", "-q"], stop);
        await AptGetAsync(["install", "-y", "-q", "--no-install-recommends", .. missing], stop);
    }

    private static async Task<IReadOnlyList<string>> MissingAsync(CancellationToken stop)
    {
        var query = new Command("dpkg-query", ["--show", "--showformat", "${Package} ${db:Status-Status}\n", .. TestTool.All.Select(tool => tool.Package)]);
        if (await query.TryRunAsync(stop) is { } answer)
        {
            var lines = answer.Output.Split('\n').ToHashSet();
            return [.. TestTool.All.Select(tool => tool.Package).Where(package => !lines.Contains($"{package} installed"))];
        }

        List<string> missing = [];
        foreach (var tool in TestTool.All)
        {
            if (!await tool.IsOnPathAsync(stop))
                missing.Add(tool.Package);
        }

        return missing;
    }

    private static async Task AptGetAsync(string[] arguments, CancellationToken stop)
    {
        var result = await new Command("apt-get", arguments).With("DEBIAN_FRONTEND", "noninteractive").TryRunAsync(stop);
        if (result is not { ExitCode: 0 })
            throw new PrepareException($"apt-get {arguments[0]} failed: {result?.Errors.Trim().Split('\n')[^1]}");
    }
}
