using System.Diagnostics;
using System.Globalization;
using System.Text;
using OrderApp.AppHost.Accounts;

namespace OrderApp.AppHost.Services;

/// <summary>A command of the dashboard that fills the catalogue with made-up books, by the import that a shop's owner uses.</summary>
internal static class SampleCatalogue
{
    private const int Books = 400;
    private static readonly string[] Adjectives = ["Silent", "Golden", "Northern", "Forgotten", "Burning", "Paper", "Distant", "Hidden", "Crooked", "Winter"];
    private static readonly string[] Nouns = ["Harbour", "Library", "Garden", "Machine", "Letter", "Mountain", "Orchard", "Station", "Mirror", "River"];
    private static readonly string[] Endings = ["", " of Glass", " at Midnight", " Without a Name"];
    private static readonly string[] FirstNames = ["Ada", "Boris", "Clara", "Daniel", "Elena", "Felix", "Greta"];
    private static readonly string[] LastNames = ["Albright", "Brandt", "Castell", "Dorsey", "Ekholm", "Fenwick", "Garin", "Holt", "Ivers", "Jansen", "Kerr"];

    public static IResourceBuilder<ProjectResource> WithLoadSampleCatalogueCommand(this IResourceBuilder<ProjectResource> catalogue, DashboardOperator keeper) =>
        catalogue.WithCommand(
            "load-sample-catalogue",
            "Load sample catalogue",
            context => LoadAsync(catalogue.Resource, keeper, context.CancellationToken),
            new()
            {
                Description = $"Adds {Books} made-up books to the catalogue, or brings them up to date.",
                IconName = "BookAdd",
                UpdateState = context => context.ResourceSnapshot.HealthStatus is Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy
                    ? ResourceCommandState.Enabled
                    : ResourceCommandState.Disabled,
            });

    /// <summary>The books as a CSV file: the same at every call, so that loading them again changes nothing.</summary>
    public static string ToCsv()
    {
        var csv = new StringBuilder("id,title,authors,year,language,average_rating,ratings_count\n");
        for (var i = 0; i < Books; i++)
        {
            var title = $"The {Adjectives[i % 10]} {Nouns[i / 10 % 10]}{Endings[i / 100]}";
            var author = $"{FirstNames[i % FirstNames.Length]} {LastNames[i % LastNames.Length]}";
            csv.AppendLine(CultureInfo.InvariantCulture, $"{i + 1},{title},{author},{1900 + i * 7 % 120},eng,{3 + i * 13 % 20 / 10.0:0.0},{10 + i * 97 % 5000}");
        }
        return csv.ToString();
    }

    private static async Task<ExecuteCommandResult> LoadAsync(ProjectResource catalogue, DashboardOperator keeper, CancellationToken cancellationToken)
    {
        if (catalogue.BuiltProgram() is not { } program)
            return CommandResults.Failure("The catalogue's program is not built.");
        var file = Path.Combine(Path.GetTempPath(), $"sample-catalogue-{Guid.NewGuid():N}.csv");
        try
        {
            await File.WriteAllTextAsync(file, ToCsv(), cancellationToken);
            var start = new ProcessStartInfo(program, ["import", file, "--source", "sample", "--address", catalogue.GetEndpoint("grpc").Url])
            {
                Environment = { ["ORDERAPP_TOKEN"] = await keeper.TokenAsync(cancellationToken) },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var import = Process.Start(start)!;
            var output = import.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = await import.StandardError.ReadToEndAsync(cancellationToken);
            await import.WaitForExitAsync(cancellationToken);
            return import.ExitCode is 0 ? CommandResults.Success((await output).Trim()) : CommandResults.Failure(errors.Trim());
        }
        finally
        {
            File.Delete(file);
        }
    }
}
