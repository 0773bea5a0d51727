using OrderApp.Eng.Machine;

namespace OrderApp.Eng.Testing;

/// <summary>Something the tests need beside .NET.</summary>
/// <param name="Package">Its Debian package.</param>
/// <param name="Programs">What it is called on PATH elsewhere; any one will do.</param>
/// <param name="PythonModule">For Python libraries: the module to look for instead.</param>
internal sealed record TestTool(string Package, string[] Programs, string? PythonModule = null)
{
    public static IReadOnlyList<TestTool> All { get; } =
    [
        new("chromium", ["chromium", "chromium-browser", "google-chrome", "chrome"]),
        new("postgresql", ["initdb"]),
        new("python3-grpcio", ["python3"], "grpc"),
        new("python3-protobuf", ["python3"], "google.protobuf"),
        new("protobuf-compiler", ["protoc"]),
        new("libprotobuf-dev", ["protoc"]),
        new("protobuf-compiler-grpc", ["grpc_python_plugin"]),
        new("nghttp2-client", ["h2load"]),
    ];

    public async Task<bool> IsOnPathAsync(CancellationToken stop)
    {
        if (!Programs.Any(program => Machine.Programs.Find(program) is not null))
            return false;
        if (PythonModule is null)
            return true;

        // Looks for the module without loading it, which for grpc alone takes half a second.
        var probe = new Command("python3", "-c", $"import sys, importlib.util as u; sys.exit(u.find_spec('{PythonModule}') is None)");
        return await probe.TryRunAsync(stop) is { ExitCode: 0 };
    }
}
