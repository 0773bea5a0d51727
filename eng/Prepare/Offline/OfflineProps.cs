using System.Xml.Linq;

namespace OrderApp.Eng.Offline;

/// <summary>artifacts/offline.props: what Directory.Build.props imports when the feed lacks packages.</summary>
internal static class OfflineProps
{
    public static string For(PackageFeed feed, AspireCli cli) =>
        new XElement("Project",
            new XElement("PropertyGroup",
                new XElement("AspireOffline", "true"),
                new XElement("RestorePackagesPath", feed.RestoredPackages),
                new XElement("RestoreAdditionalProjectSources", feed.Folder),
                new XElement("AspireCliPath", cli.Executable),
                new XElement("AspireCliHome", cli.Home))).ToString() + "\n";
}
