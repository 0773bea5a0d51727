namespace OrderApp.Eng.Machine;

/// <summary>The clone being prepared, and the files in it that this tool reads or writes.</summary>
internal sealed record Repository(string Root)
{
    public string Solution => Path.Combine(Root, "OrderApp.sln");

    public string CentralVersions => Path.Combine(Root, "Directory.Packages.props");

    public string Artifacts => Path.Combine(Root, "artifacts");

    public string OfflineProps => Path.Combine(Artifacts, "offline.props");

    public string RestoreStamp => Path.Combine(Artifacts, "restore.stamp");

    public string PostgresPath => Path.Combine(Artifacts, "postgres.path");

    public static Repository Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OrderApp.sln")))
                return new Repository(folder.FullName);
        }

        throw new PrepareException("OrderApp.sln was not found above this tool.");
    }

    /// <summary>Writes a file of artifacts/ whole or not at all, so that an interrupted run leaves no half of one.</summary>
    public void WriteArtifact(string path, string content)
    {
        Directory.CreateDirectory(Artifacts);
        var draft = path + "." + Environment.ProcessId;
        File.WriteAllText(draft, content);
        File.Move(draft, path, overwrite: true);
    }

    public static void DeleteArtifact(string path)
    {
        if (File.Exists(path))
            File.Delete(path);
    }
}
