using OrderApp.Eng.Restore;

namespace OrderApp.Eng;

internal sealed record PrepareOptions(Road? Road, bool Postgres, bool TestTools)
{
    private const string Usage = "usage: prepare [--official | --offline] [--postgres] [--test-tools]";

    public static PrepareOptions Parse(IEnumerable<string> args)
    {
        var options = new PrepareOptions(null, false, false);
        foreach (var arg in args)
        {
            options = arg switch
            {
                "--official" when options.Road != Restore.Road.Offline => options with { Road = Restore.Road.Official },
                "--offline" when options.Road != Restore.Road.Official => options with { Road = Restore.Road.Offline },
                "--official" or "--offline" => throw new PrepareException("--official and --offline exclude each other."),
                "--postgres" => options with { Postgres = true },
                "--test-tools" => options with { TestTools = true },
                _ => throw new PrepareException($"unknown option {arg}\n{Usage}"),
            };
        }

        return options;
    }
}
