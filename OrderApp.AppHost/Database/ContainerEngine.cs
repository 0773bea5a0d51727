using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace OrderApp.AppHost.Database;

/// <summary>Whether this machine has Docker or Podman and its engine answers.</summary>
internal static class ContainerEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The option Postgres:Container (true or false) decides; without it, a container is used where an engine answers.</summary>
    public static bool IsWanted(IConfiguration configuration) =>
        configuration.GetValue<bool?>("Postgres:Container")
        ?? (configuration["ASPIRE_CONTAINER_RUNTIME"] is { } runtime ? Answers(runtime) : Answers("docker") || Answers("podman"));

    private static bool Answers(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["info"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (process.WaitForExit(Patience))
                return process.ExitCode is 0;
            process.Kill();
            return false;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
