using System.Text.Json;

namespace OrderApp.Tests.EndToEnd.Interop;

/// <summary>Clients that are not .NET: Python scripts over code that protoc generates from the contracts when the tests begin.</summary>
public sealed class PythonClients : IAsyncLifetime
{
    private static readonly string Here = Path.Combine(AppContext.BaseDirectory, "EndToEnd", "Interop");
    private static readonly string Scripts = Path.Combine(Here, "Python");

    private readonly DirectoryInfo generated = Directory.CreateTempSubdirectory("orderapp-interop-");
    private Tool? python;

    private string Ours => generated.CreateSubdirectory("ours").FullName;

    private string Specs => generated.CreateSubdirectory("specs").FullName;

    public async ValueTask InitializeAsync()
    {
        python = await Tool.FindPythonAsync();
        var contracts = Path.Combine(Here, "protos");
        await GenerateAsync(contracts, Directory.GetFiles(contracts, "*.proto", SearchOption.AllDirectories), Ours);
        var protocols = Path.Combine(Scripts, "protocols");
        await GenerateAsync(protocols, Directory.GetFiles(protocols, "*.proto"), Ours);
        var specs = Path.Combine(Scripts, "spec");
        await GenerateAsync(specs, Directory.GetFiles(specs, "*.proto"), Specs);
    }

    /// <summary>Runs a script over our contracts against an address and answers the JSON that it tells.</summary>
    public async Task<JsonElement> RunAsync(string script, Uri address, params IEnumerable<string> arguments)
    {
        var output = await RunPythonAsync(Ours, [Path.Combine(Scripts, script), address.Authority, .. arguments]);
        return JsonSerializer.Deserialize<JsonElement>(output);
    }

    /// <summary>Runs a client of the specifications, which calls localhost:50051 by the original contracts, and answers what it prints.</summary>
    public Task<string> RunSpecClientAsync(string client, Uri address)
    {
        var folder = Path.Combine(Scripts, "spec");
        return RunPythonAsync(Specs, [Path.Combine(folder, "at_address.py"), address.Authority, Path.Combine(folder, client)]);
    }

    public ValueTask DisposeAsync()
    {
        generated.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private Task<string> RunPythonAsync(string modules, IEnumerable<string> arguments) =>
        (python ?? throw new InvalidOperationException("The clients are not generated yet.")).RunAsync(arguments, new()
        {
            ["PYTHONPATH"] = $"{modules}{Path.PathSeparator}{Scripts}",
            ["PYTHONDONTWRITEBYTECODE"] = "1",
            ["PYTHONIOENCODING"] = "utf-8",
        });

    private static async Task GenerateAsync(string root, string[] files, string folder)
    {
        var protoc = Tool.Find("protoc", "protobuf-compiler and libprotobuf-dev");
        var plugin = Tool.Find("grpc_python_plugin", "protobuf-compiler-grpc");
        await protoc.RunAsync(
            [
                $"-I{root}", $"--python_out={folder}", $"--grpc_python_out={folder}",
                $"--plugin=protoc-gen-grpc_python={plugin.Path}", .. files,
            ],
            []);
    }
}
