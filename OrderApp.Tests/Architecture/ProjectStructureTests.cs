using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using OrderApp.LocalPostgres;

namespace OrderApp.Tests.Architecture;

/// <summary>How the house is built: folders are namespaces, arrows between them go down, and services share only contracts and defaults.</summary>
public sealed partial class ProjectStructureTests
{
    private static readonly string Root = Clone.OfThisProgram().Root;

    /// <summary>All projects with code of ours, by name.</summary>
    public static TheoryData<string> Projects() =>
        [.. Directory.GetDirectories(Root, "OrderApp.*").Select(Path.GetFileName).OfType<string>().Where(name => File.Exists(ProjectFile(name)))];

    /// <summary>The same without the tests, which may use each other's helpers.</summary>
    public static TheoryData<string> Products() => [.. Projects().Select(row => row.Data).Where(name => name is not "OrderApp.Tests")];

    /// <summary>The programs that run beside each other, as the AppHost names them.</summary>
    public static TheoryData<string> Services() =>
        [.. References("OrderApp.AppHost").Where(name => References(name).Contains("OrderApp.ServiceDefaults"))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Namespaces_equal_folders(string project)
    {
        var folder = Path.Combine(Root, project);
        var wrong = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            var inside = Path.GetRelativePath(folder, Path.GetDirectoryName(file)!);
            if (inside.Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj" || Namespace().Match(File.ReadAllText(file)) is not { Success: true } match)
                continue;
            var expected = inside is "." ? RootNamespace(project) : $"{RootNamespace(project)}.{inside.Replace(Path.DirectorySeparatorChar, '.')}";
            if (match.Groups["name"].Value != expected)
                wrong.Add($"{Path.GetRelativePath(Root, file)}: {match.Groups["name"].Value}, not {expected}");
        }

        Assert.True(wrong.Count is 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Products))]
    public void No_namespaces_of_a_project_use_each_other_in_a_circle(string project)
    {
        var root = RootNamespace(project);
        var uses = (
            from type in new ArchLoader().LoadAssemblies(Load(project)).Build().Types
            from used in type.GetTypeDependencies()
            // Type parameters have no namespace.
            let name = type.Namespace?.FullName
            let usedName = used.Namespace?.FullName
            where name is not null && usedName is not null && name != usedName && IsInside(name, root) && IsInside(usedName, root)
            select (Type: type.FullName, Namespace: name, UsedType: used.FullName, UsedNamespace: usedName)).ToLookup(use => use.Namespace);
        Assert.True(project is not "OrderApp.OrderService" || uses.Count > 3, "the order service's namespaces use each other, which has to be seen");

        var circles = uses.SelectMany(from => from)
            .Where(use => Reached(use.UsedNamespace, name => uses[name].Select(next => next.UsedNamespace)).Contains(use.Namespace))
            .Select(use => $"{use.Type} -> {use.UsedType}")
            .Distinct().Order(StringComparer.Ordinal).ToList();

        Assert.True(circles.Count is 0, string.Join('\n', circles));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_references_the_defaults_and_the_contracts_alone(string project) =>
        Assert.Subset(new HashSet<string> { "OrderApp.ServiceDefaults", "OrderApp.Protos" }, References(project).ToHashSet());

    /// <summary>Every namespace that can be reached from one in a step or more.</summary>
    private static HashSet<string> Reached(string start, Func<string, IEnumerable<string>> uses)
    {
        var reached = new HashSet<string>();
        var open = new Queue<string>(uses(start));
        while (open.TryDequeue(out var next))
        {
            if (reached.Add(next))
            {
                foreach (var further in uses(next))
                    open.Enqueue(further);
            }
        }

        return reached;
    }

    private static bool IsInside(string name, string root) => name == root || name.StartsWith(root + ".", StringComparison.Ordinal);

    private static Assembly Load(string project) => Assembly.Load(new AssemblyName(project));

    private static string ProjectFile(string project) => Path.Combine(Root, project, $"{project}.csproj");

    private static string RootNamespace(string project) =>
        XDocument.Load(ProjectFile(project)).Descendants("RootNamespace").SingleOrDefault()?.Value ?? project;

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(ProjectFile(project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
