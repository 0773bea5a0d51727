using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;

namespace OrderApp.Books.ImportCommand;

/// <summary>The command <c>import</c>: a shop's owner loads a catalogue from a CSV file.</summary>
internal static class ImportProgram
{
    private const int AllTaken = 0;
    private const int SomeRefused = 1;
    private const int Failed = 2;

    /// <summary>Runs the command on the console.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        using var interrupt = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            interrupt.Cancel();
        };
        return await RunAsync(arguments, Console.Out, Console.Error, !Console.IsOutputRedirected, interrupt.Token);
    }

    /// <summary>Runs the command; the exit code is 0 when all books were taken, 1 when some were refused, 2 when it failed.</summary>
    public static async Task<int> RunAsync(
        string[] arguments, TextWriter output, TextWriter errors, bool terminal, CancellationToken cancellation)
    {
        if (arguments.Contains("--help"))
        {
            await output.WriteLineAsync(ImportArguments.Usage);
            return AllTaken;
        }

        try
        {
            return await ImportAsync(ImportArguments.Parse(arguments), output, errors, terminal, cancellation);
        }
        catch (ImportFailure failure)
        {
            await errors.WriteLineAsync($"import: {failure.Message}");
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            await errors.WriteLineAsync("import: interrupted; the books stored so far stay, and the same command takes the rest");
        }
        return Failed;
    }

    private static async Task<int> ImportAsync(
        ImportArguments arguments, TextWriter output, TextWriter errors, bool terminal, CancellationToken cancellation)
    {
        using var file = new BookFile(arguments.File);
        using var channel = GrpcChannel.ForAddress(arguments.Address);
        var progress = new ImportProgress(output, terminal, TimeProvider.System);
        var sender = new BookSender(new(channel), progress);
        try
        {
            var sent = await sender.SendAsync(file, arguments.Source, cancellation);
            return await ReportAsync(sent, progress.Elapsed, output, errors);
        }
        catch (RpcException problem) when (problem.StatusCode == StatusCode.Unavailable)
        {
            throw new ImportFailure($"the catalogue at {arguments.Address} cannot be reached: {Reason(problem)}");
        }
        catch (RpcException problem) when (!cancellation.IsCancellationRequested)
        {
            throw new ImportFailure($"the catalogue at {arguments.Address} broke off: {problem.Status.Detail}");
        }
    }

    private static async Task<int> ReportAsync(SentFile sent, TimeSpan elapsed, TextWriter output, TextWriter errors)
    {
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            {sent.Read:N0} books in {elapsed.TotalSeconds:N1} s
            {sent.Answer.Created:N0} created, {sent.Answer.Updated:N0} updated, {sent.Answer.Unchanged:N0} unchanged, {sent.Refused:N0} refused
            """));

        var named = sent.Refusals.ToList();
        foreach (var (line, reason) in named)
            await errors.WriteLineAsync($"line {line}: {reason}");
        if (sent.Refused > named.Count)
            await errors.WriteLineAsync($"and {sent.Refused - named.Count} more");
        return sent.Refused == 0 ? AllTaken : SomeRefused;
    }

    // The innermost cause ("Connection refused") says it in fewer words than gRPC's own text.
    private static string Reason(RpcException problem) =>
        problem.Status.DebugException is { } cause ? cause.GetBaseException().Message : problem.Status.Detail;
}
