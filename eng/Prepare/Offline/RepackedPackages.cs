namespace OrderApp.Eng.Offline;

/// <summary>What is repacked, with the dependencies the original packages declare.</summary>
internal static class RepackedPackages
{
    private const string AspNetCore = "Microsoft.AspNetCore.App";

    /// <summary>The lowest version the original packages accept; the shared framework carries a later one.</summary>
    private const string Extensions = "8.0.0";

    public static IReadOnlyList<RepackedPackage> From(CentralVersions versions)
    {
        var grpc = versions["Grpc.AspNetCore"];
        var protobuf = versions["Google.Protobuf"];
        var hosting = versions["OpenTelemetry.Extensions.Hosting"];

        return
        [
            new("Google.Protobuf", protobuf, "Google Inc.", "BSD-3-Clause"),
            Grpc("Grpc.Core.Api"),
            Grpc("Grpc.Net.Common", new Dependency("Grpc.Core.Api", grpc)),
            Grpc("Grpc.Net.Client", new("Grpc.Net.Common", grpc), new("Microsoft.Extensions.Logging.Abstractions", Extensions)),
            Grpc("Grpc.Net.ClientFactory", new("Grpc.Net.Client", grpc), new("Microsoft.Extensions.Http", Extensions)),
            Grpc("Grpc.AspNetCore.Server", new Dependency("Grpc.Net.Common", grpc)) with { Framework = AspNetCore },
            Grpc("Grpc.AspNetCore.Server.ClientFactory", new("Grpc.AspNetCore.Server", grpc), new("Grpc.Net.ClientFactory", grpc))
                with { Framework = AspNetCore },
            Grpc("Grpc.AspNetCore", new("Google.Protobuf", protobuf), new("Grpc.AspNetCore.Server.ClientFactory", grpc), new("Grpc.Tools", grpc))
                with { HasAssembly = false },
            new("OpenTelemetry.Extensions.Hosting", hosting, "OpenTelemetry Authors", "Apache-2.0", new Dependency("OpenTelemetry", hosting)),
            new("System.IO.Hashing", versions["System.IO.Hashing"], "Microsoft", "MIT"),
        ];

        RepackedPackage Grpc(string id, params Dependency[] dependencies) => new(id, grpc, "The gRPC Authors", "Apache-2.0", dependencies);
    }
}
