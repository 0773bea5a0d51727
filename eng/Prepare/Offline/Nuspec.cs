using System.Xml.Linq;

namespace OrderApp.Eng.Offline;

internal static class Nuspec
{
    /// <summary>The lowest framework the assemblies in the bundle were built for.</summary>
    public const string TargetFramework = "net8.0";

    private static readonly XNamespace Schema = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";

    public static XDocument For(RepackedPackage package, string origin) =>
        new(new XDeclaration("1.0", "utf-8", null), new XElement(Schema + "package", new XElement(Schema + "metadata",
            new XElement(Schema + "id", package.Id),
            new XElement(Schema + "version", package.Version),
            new XElement(Schema + "authors", package.Authors),
            new XElement(Schema + "license", new XAttribute("type", "expression"), package.License),
            new XElement(Schema + "description",
                $"{package.Id} {package.Version}, repacked on this machine from the unchanged assembly in {origin}. Not for publishing."),
            new XElement(Schema + "dependencies", new XElement(Schema + "group", new XAttribute("targetFramework", TargetFramework),
                package.Dependencies.Select(dependency => new XElement(Schema + "dependency",
                    new XAttribute("id", dependency.Id), new XAttribute("version", dependency.Version))))),
            FrameworkReference(package.Framework))));

    private static XElement? FrameworkReference(string? framework) =>
        framework is null ? null : new XElement(Schema + "frameworkReferences",
            new XElement(Schema + "group", new XAttribute("targetFramework", TargetFramework),
                new XElement(Schema + "frameworkReference", new XAttribute("name", framework))));
}
