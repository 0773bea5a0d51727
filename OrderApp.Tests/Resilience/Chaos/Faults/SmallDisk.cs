using System.Diagnostics;

namespace OrderApp.Tests.Resilience.Chaos.Faults;

/// <summary>A file system of a few megabytes in memory (tmpfs), which only root may mount.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    /// <summary>Where it is mounted.</summary>
    public string Folder => folder;

    private string Ballast => Path.Combine(folder, "ballast");

    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var disk = new SmallDisk(Directory.CreateTempSubdirectory("orderapp-disk-").FullName);
        var error = await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.folder);
        return error.Length == 0 ? disk : throw new InvalidOperationException(
            $"This test fills a small disk and needs to mount one (run it as root, in a container with CAP_SYS_ADMIN): {error}");
    }

    /// <summary>Takes all that is left.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var bytes = new byte[256 * 1024];
        while (bytes.Length >= 4096)
        {
            try
            {
                ballast.Write(bytes);
            }
            catch (IOException)
            {
                bytes = new byte[bytes.Length / 2];
            }
        }
    }

    /// <summary>Gives it back.</summary>
    public void Clear() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "--lazy", folder);
        Directory.Delete(folder);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? "" : error.Trim();
    }
}
