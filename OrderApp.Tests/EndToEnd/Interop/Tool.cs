using System.Diagnostics;

namespace OrderApp.Tests.EndToEnd.Interop;

/// <summary>A program that the interop tests run.</summary>
/// <param name="Path">Where it is.</param>
internal sealed record Tool(string Path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Finds a program on PATH; a test that needs a missing one fails with the Debian package that brings it.</summary>
    public static Tool Find(string program, string package) =>
        OnPath(program).FirstOrDefault() ?? throw Missing(program, package);

    /// <summary>The first Python that has gRPC: Debian's packages are /usr/bin/python3's, and another may stand before it on PATH.</summary>
    public static async Task<Tool> FindPythonAsync()
    {
        foreach (var python in OnPath("python3").Prepend(new("/usr/bin/python3")).Where(tool => File.Exists(tool.Path)))
        {
            var (exitCode, _, _) = await python.TryRunAsync(["-c", "import grpc, google.protobuf"], []);
            if (exitCode == 0)
                return python;
        }

        throw Missing("a Python with the modules grpc and google.protobuf", "python3-grpcio");
    }

    /// <summary>Runs the program to its end and answers what it wrote; fails the test when the program fails.</summary>
    public async Task<string> RunAsync(IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        var (exitCode, output, errors) = await TryRunAsync(arguments, environment);
        Assert.True(exitCode == 0, $"{Path} {string.Join(' ', arguments)} ended with {exitCode}:\n{output}{errors}");
        return output;
    }

    private async Task<(int ExitCode, string Output, string Errors)> TryRunAsync(
        IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static IEnumerable<Tool> OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { System.IO.Path.Combine(folder, program), System.IO.Path.Combine(folder, program + ".exe") })
        .Where(File.Exists)
        .Select(path => new Tool(path));

    private static InvalidOperationException Missing(string what, string package) =>
        new($"{what} is missing: install the Debian package {package} (./test does where it may).");
}
