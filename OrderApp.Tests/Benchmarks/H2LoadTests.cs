using OrderApp.Benchmarks.Load;

namespace OrderApp.Tests.Benchmarks;

public sealed class H2LoadTests
{
    private const string Output =
        """
        starting benchmark...
        spawning thread #0: 4 total client(s). 20000 total requests
        Application protocol: h2c
        progress: 100% done

        finished in 812.54ms, 24614.23 req/s, 3.31MB/s
        requests: 20000 total, 20000 started, 20000 done, 19998 succeeded, 1 failed, 1 errored, 0 timeout
        status codes: 19998 2xx, 0 3xx, 1 4xx, 0 5xx
        traffic: 2.69MB (2820244) total, 78.17KB (80044) headers (space savings 96.52%), 1.11MB (1160000) data
                             min         max         mean         sd        +/- sd
        time for request:      203us     30.97ms      5.12ms      3.01ms    71.90%
        """;

    [Fact]
    public void Rate_time_and_counts_are_read_from_what_it_prints()
    {
        var read = H2LoadOutput.Parse(Output);

        Assert.NotNull(read);
        Assert.Equal(0.81254, read.Seconds, precision: 9);
        Assert.Equal((24614.23, 19998, 2), (read.PerSecond, read.Succeeded, read.Failed));
    }

    [Fact]
    public void A_run_that_did_not_finish_has_no_result() => Assert.Null(H2LoadOutput.Parse(Output[..Output.IndexOf("finished", StringComparison.Ordinal)]));

    [Fact]
    public void Latencies_are_read_from_its_log()
    {
        using var log = new StringReader("1700000000000000\t200\t150\n1700000000000100\t200\t50\n");

        var latencies = H2Load.ReadLog(log);

        Assert.Equal(2, latencies.Count);
        Assert.Equal(new(0.05, 0.15, 0.15, 0.15, 0.15), latencies.Summarize());
    }
}
