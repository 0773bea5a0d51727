namespace OrderApp.Eng.Machine;

/// <summary>
/// What every clone of this user shares: downloads, unpacked tools, the folder feed. Finished things appear under their
/// name by one rename; unfinished ones live in a scratch folder that the next run clears away.
/// </summary>
internal sealed class UserCache(string folder)
{
    public string Folder => folder;

    private string Scratch => Path.Combine(folder, "scratch");

    public static string DefaultFolder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        var parent = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : !string.IsNullOrEmpty(xdg) && Path.IsPathRooted(xdg) ? xdg
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : Path.Combine(home, ".cache");
        return Path.Combine(parent, "orderapp");
    }

    public string this[string name] => Path.Combine(folder, name);

    /// <summary>Waits until no other process is at work here; the lock goes with the process, however it ends.</summary>
    public async Task<IDisposable> LockAsync(CancellationToken stop)
    {
        Directory.CreateDirectory(folder);
        for (var told = false; ; told = true)
        {
            try
            {
                var held = new FileStream(this[".lock"], FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                ClearScratch();
                return held;
            }
            catch (IOException) when (File.Exists(this[".lock"]))
            {
                if (!told)
                    Console.WriteLine($"Waiting for another run that is filling {folder} ...");
                await Task.Delay(TimeSpan.FromMilliseconds(200), stop);
            }
        }
    }

    private void ClearScratch()
    {
        try
        {
            if (Directory.Exists(Scratch))
                Directory.Delete(Scratch, recursive: true);
        }
        catch (IOException)
        {
            // A download whose run was killed may still be writing there; a later run clears it.
        }
    }

    /// <summary>Lets <paramref name="fill"/> make a folder, then puts it in place under <paramref name="name"/>.</summary>
    public async Task<string> AddAsync(string name, Func<string, Task> fill)
    {
        var finished = this[name];
        if (Directory.Exists(finished))
            return finished;

        var draft = Directory.CreateDirectory(Path.Combine(Scratch, Guid.NewGuid().ToString("N"))).FullName;
        await fill(draft);
        Directory.Move(draft, finished);
        return finished;
    }
}
