namespace OrderApp.Benchmarks.Options;

/// <summary>What is measured, for how long, and against which shop: the command line, whose usage text tells what each option is.</summary>
internal sealed record BenchOptions
{
    public const string Usage =
        """
        usage: ./bench [options] [scenarios]

        Starts a shop of its own, loads it and reports what it holds.
          --quick              one short repetition of each scenario, without the slowest ones
          TEXT                 only scenarios whose name contains it, with their yardsticks; --scenario TEXT,TEXT is the same
          --list               name the scenarios
          --duration SECONDS   how long each run is measured (default 2.5, quick 1)
          --warm-up-calls N    calls before the first measurement of each method, fewer where they are slow (default 300000)
          --warm-up SECONDS    how long they may take (default 10, quick 1)
          --repetitions N      default 3, quick 1
          --connections N      connections of the scenarios with many calls in flight (default 4)
          --streams N          calls in flight on each of them (default 32)
          --rate N             arrivals per second where orders arrive at a fixed rate (default 2000)
          --stored-sales N     sales that the shop of checkout-stored has made before (default 1000000)
          --statements         count the statements of checkouts too (pg_stat_statements, which costs a few percent)
          --address URL        load the gRPC side of a shop that runs already, e.g. http://localhost:50051
          --web URL            load its pages and JSON, e.g. http://localhost:5000 (a shop answers a client 200 times a second unless its
                               Web:RequestsPerSecond and Web:RequestBurst say otherwise)
          --otlp URL           let the services send their telemetry there
          --output FOLDER      where REPORT.md and report.json go (default artifacts/bench)
        """;

    public bool Quick { get; init; }
    public bool List { get; init; }
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(2.5);
    public long WarmUpCalls { get; init; } = 300_000;
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(10);
    public int Repetitions { get; init; } = 3;
    public int Connections { get; init; } = 4;
    public int Streams { get; init; } = 32;
    public int Rate { get; init; } = 2000;
    public int StoredSales { get; init; } = 1_000_000;
    public bool Statements { get; init; }
    public Uri? Address { get; init; }
    public Uri? Web { get; init; }
    public Uri? Otlp { get; init; }
    public string? Output { get; init; }
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>How long each load runs before its measured window begins.</summary>
    public TimeSpan RunUp => Duration / 8;

    /// <summary>Whether a shop is started to be loaded, rather than one that runs already.</summary>
    public bool OwnShop => Address is null && Web is null;

    /// <exception cref="FormatException">An option is not understood; the message is one line for the person at the terminal.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = arguments.Contains("--quick")
            ? new() { Quick = true, Duration = TimeSpan.FromSeconds(1), WarmUp = TimeSpan.FromSeconds(1), Repetitions = 1 }
            : new BenchOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            options = name switch
            {
                "--quick" => options,
                "--list" => options with { List = true },
                "--duration" => options with { Duration = Seconds(0.1) },
                "--warm-up-calls" => options with { WarmUpCalls = Number() },
                "--warm-up" => options with { WarmUp = Seconds(0) },
                "--repetitions" => options with { Repetitions = Number() },
                "--connections" => options with { Connections = Number() },
                "--streams" => options with { Streams = Number() },
                "--rate" => options with { Rate = Number() },
                "--stored-sales" => options with { StoredSales = Number() },
                "--statements" => options with { Statements = true },
                "--address" => options with { Address = Address() },
                "--web" => options with { Web = Address() },
                "--otlp" => options with { Otlp = Address() },
                "--output" => options with { Output = Value() },
                "--scenario" => options with { Filters = [.. options.Filters, .. Value().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)] },
                _ when !name.StartsWith('-') => options with { Filters = [.. options.Filters, name] },
                _ => throw new FormatException($"{name}: no such option (--help tells which there are)"),
            };

            string Value() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{name} needs a value");

            int Number() => int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : throw new FormatException($"{name} must be a whole number of at least 1, not \"{arguments[i]}\"");

            TimeSpan Seconds(double least) =>
                double.TryParse(Value(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds >= least && seconds <= 3600
                    ? TimeSpan.FromSeconds(seconds)
                    : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{name} must be seconds, {least} to 3600, not \"{arguments[i]}\""));

            Uri Address() => Uri.TryCreate(Value(), UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp
                ? address
                : throw new FormatException($"{name} must be an address such as http://localhost:50051, not \"{arguments[i]}\"");
        }
        return options;
    }
}
