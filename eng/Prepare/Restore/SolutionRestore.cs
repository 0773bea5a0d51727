using OrderApp.Eng.Machine;

namespace OrderApp.Eng.Restore;

internal sealed class SolutionRestore(Repository repository)
{
    public async Task<RestoreResult> RunAsync(CancellationToken stop)
    {
        var restore = new Command("dotnet", "restore", repository.Solution, "-nodeReuse:false", "-verbosity:minimal")
            .With("DOTNET_CLI_UI_LANGUAGE", "en")
            .With("DOTNET_NOLOGO", "true");
        var result = await restore.TryRunAsync(stop) ?? throw new PrepareException("dotnet was not found on PATH.");
        return RestoreResult.From(result.ExitCode, result.Output + result.Errors);
    }
}
