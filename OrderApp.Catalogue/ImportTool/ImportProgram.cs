using Spectre.Console;
using Spectre.Console.Cli;

namespace OrderApp.Books.ImportTool;

/// <summary>The command line of this program: <c>import</c>.</summary>
internal static class ImportProgram
{
    /// <summary>Runs the command on the console.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        using var interrupt = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            interrupt.Cancel();
        };
        return await RunAsync(arguments, AnsiConsole.Console, Console.Error, interrupt.Token);
    }

    /// <summary>Runs the command; the exit code is that of <see cref="ImportCommand"/>.</summary>
    public static async Task<int> RunAsync(string[] arguments, IAnsiConsole console, TextWriter errors, CancellationToken cancellationToken)
    {
        var app = new CommandApp();
        app.Configure(options =>
        {
            options.SetApplicationName("OrderApp.Catalogue").ConfigureConsole(console).UseStrictParsing().PropagateExceptions();
            options.Settings.Registrar.RegisterInstance(errors);
            options.AddCommand<ImportCommand>("import").WithDescription(ImportCommand.Help);
        });
        try
        {
            return await app.RunAsync(arguments, cancellationToken);
        }
        catch (Exception problem) when (problem is CommandAppException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await errors.WriteLineAsync($"import: {problem.Message}");
            return ImportCommand.Failed;
        }
    }
}
