using System.Diagnostics;
using OrderApp.Routes.Common;

namespace OrderApp.Tests.Routes;

/// <summary>RouteGuide as a process of its own: what an operator sees when it cannot start.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_bad_features_file_ends_the_process_with_one_line_that_names_the_entry()
    {
        using var features = FeaturesFile.With(("Quay", 1, 1), ("Nowhere", 900_000_001, 1));

        var (exitCode, output) = await RunAsync($"--RouteGuide:FeaturesFile={features.Path}");

        Assert.Equal(1, exitCode);
        var complaint = Assert.Single(output, line => line.Contains("cannot start", StringComparison.Ordinal));
        Assert.Contains("entry 2, location.latitude: 900000001 is outside", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain(output, line => line.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_limit_out_of_range_ends_the_process_with_one_line_that_names_the_setting()
    {
        var (exitCode, output) = await RunAsync("--RouteGuide:MaxNotesPerChat=0");

        Assert.Equal(1, exitCode);
        var complaint = Assert.Single(output, line => line.Contains("cannot start", StringComparison.Ordinal));
        Assert.Contains("MaxNotesPerChat", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain(output, line => line.Contains("   at ", StringComparison.Ordinal));
    }

    private static async Task<(int ExitCode, string[] Output)> RunAsync(string setting)
    {
        var assembly = typeof(RouteGuideOptions).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [assembly, setting]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            var output = await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, string.Concat(output).Split('\n'));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
