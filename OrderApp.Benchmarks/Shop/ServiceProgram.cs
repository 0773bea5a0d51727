using OrderApp.LocalPostgres;

namespace OrderApp.Benchmarks.Shop;

/// <summary>The built program of a service of this clone, and the folder it is run in.</summary>
internal sealed record ServiceProgram(string Name, string Assembly, string Folder)
{
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public static ServiceProgram OrderService => OfProject("OrderApp.OrderService");

    public static ServiceProgram Catalogue => OfProject("OrderApp.Catalogue");

    public static ServiceProgram Recommendations => OfProject("OrderApp.Recommendations");

    public static ServiceProgram RouteGuide => OfProject("OrderApp.RouteGuide");

    public static ServiceProgram UserService => OfProject("OrderApp.UserService");

    public static ServiceProgram Marketplace => OfProject("OrderApp.Marketplace");

    /// <summary>This program in its other role: the naive service of the yardsticks.</summary>
    public static ServiceProgram Naive => OfProject("OrderApp.Benchmarks") with { Arguments = [Yardsticks.NaiveServer.Argument] };

    private static ServiceProgram OfProject(string project)
    {
        var folder = Path.Combine(Clone.OfThisProgram().Root, project);
        var assembly = Path.Combine(folder, "bin", "Release", "net10.0", $"{project}.dll");
        return File.Exists(assembly)
            ? new(project, assembly, folder)
            : throw new FileNotFoundException($"{assembly} is not there: build with -c Release, as ./bench does.");
    }
}
