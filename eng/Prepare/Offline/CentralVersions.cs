using System.Xml.Linq;

namespace OrderApp.Eng.Offline;

/// <summary>The versions of Directory.Packages.props.</summary>
internal sealed class CentralVersions(XDocument packages)
{
    public static CentralVersions Load(string path) => new(XDocument.Load(path));

    public string this[string id] =>
        packages.Descendants("PackageVersion").FirstOrDefault(version => (string?)version.Attribute("Include") == id)?.Attribute("Version")?.Value
            ?? throw new PrepareException($"Directory.Packages.props names no version of {id}.");
}
