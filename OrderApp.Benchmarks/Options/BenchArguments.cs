using System.Globalization;

namespace OrderApp.Benchmarks.Options;

/// <summary>Reads the command line.</summary>
internal static class BenchArguments
{
    public const string Usage =
        """
        usage: ./bench [options]

        Starts a shop of its own, loads it and reports what it holds.
          --quick              one short repetition of each scenario, under 2 minutes
          --scenario TEXT      only scenarios whose name contains TEXT; may be given several times, or parted by commas
          --list               name the scenarios
          --duration SECONDS   how long each run is measured (default 2.5, quick 1)
          --warm-up-calls N    calls before the first measurement of each method, fewer where they are slow (default 300000)
          --warm-up SECONDS    how long they may take (default 10, quick 1)
          --repetitions N      default 3, quick 1
          --connections N      connections of the scenarios that do not name their own (default 4)
          --streams N          calls in flight on each connection (default 32)
          --rate N             arrivals per second of the open-loop scenarios (default 2000)
          --address URL        load the gRPC side of a shop that runs already, e.g. http://localhost:50051
          --web URL            load its pages and JSON, e.g. http://localhost:5000 (a shop answers a client 200 times a second unless its
                               Web:RequestsPerSecond and Web:RequestBurst say otherwise)
          --otlp URL           let the services send their telemetry there
          --output FOLDER      where REPORT.md and report.json go (default artifacts/bench)
          --micro              micro-benchmarks (BenchmarkDotNet) instead
        """;

    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        var filters = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--quick" or "--micro" or "--list":
                    given[arguments[i]] = "";
                    break;
                case "--scenario":
                    filters.AddRange(Value(arguments, ref i).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
                    break;
                case "--duration" or "--warm-up" or "--repetitions" or "--connections" or "--streams" or "--rate" or "--warm-up-calls"
                    or "--address" or "--web" or "--otlp" or "--output":
                    given[arguments[i]] = Value(arguments, ref i);
                    break;
                default:
                    throw new OptionsException($"{arguments[i]}: no such option (--help tells which there are)");
            }
        }

        var quick = given.ContainsKey("--quick");
        return new()
        {
            Quick = quick,
            Micro = given.ContainsKey("--micro"),
            List = given.ContainsKey("--list"),
            Duration = Seconds(given, "--duration", quick ? 1 : 2.5, least: 0.1),
            WarmUpCalls = Number(given, "--warm-up-calls", 300_000),
            WarmUp = Seconds(given, "--warm-up", quick ? 1 : 10, least: 0),
            Repetitions = Number(given, "--repetitions", quick ? 1 : 3),
            Connections = Number(given, "--connections", 4),
            Streams = Number(given, "--streams", 32),
            Rate = Number(given, "--rate", 2000),
            Address = Address(given, "--address"),
            Web = Address(given, "--web"),
            Otlp = Address(given, "--otlp"),
            Output = given.GetValueOrDefault("--output"),
            Filters = filters,
        };
    }

    private static string Value(IReadOnlyList<string> arguments, ref int position) =>
        position + 1 < arguments.Count ? arguments[++position] : throw new OptionsException($"{arguments[position]} needs a value");

    private static int Number(Dictionary<string, string> given, string name, int otherwise) =>
        !given.TryGetValue(name, out var text) ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new OptionsException($"{name} must be a whole number of at least 1, not \"{text}\"");

    private static TimeSpan Seconds(Dictionary<string, string> given, string name, double otherwise, double least) =>
        !given.TryGetValue(name, out var text) ? TimeSpan.FromSeconds(otherwise)
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds >= least && seconds <= 3600 ? TimeSpan.FromSeconds(seconds)
        : throw new OptionsException($"{name} must be seconds, {least.ToString(CultureInfo.InvariantCulture)} to 3600, not \"{text}\"");

    private static Uri? Address(Dictionary<string, string> given, string name) =>
        !given.TryGetValue(name, out var text) ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp ? address
        : throw new OptionsException($"{name} must be an address such as http://localhost:50051, not \"{text}\"");
}
