namespace OrderApp.Eng.Offline;

/// <summary>A package this tool makes again from an assembly of the Aspire bundle (or, without one, as a list of dependencies).</summary>
internal sealed record RepackedPackage(string Id, string Version, string Authors, string License, params Dependency[] Dependencies)
{
    public string Assembly => Id + ".dll";

    public bool HasAssembly { get; init; } = true;

    public string? Framework { get; init; }
}

internal readonly record struct Dependency(string Id, string Version);
