using OrderApp.Benchmarks.Scenarios;

namespace OrderApp.Tests.Benchmarks;

public sealed class PgBenchTests
{
    [Fact]
    public void Transactions_and_their_rate_are_read_from_what_it_prints() => Assert.Equal(
        new(24_613, 8203.541),
        PgBenchOutput.Parse(
            """
            number of clients: 16
            duration: 3 s
            number of transactions actually processed: 24613
            number of failed transactions: 0 (0.000%)
            latency average = 1.949 ms
            tps = 8203.541 (without initial connection time)
            """));

    [Fact]
    public void A_run_too_short_for_a_transaction_is_one_without_any() => Assert.Equal(
        new(0, 0), PgBenchOutput.Parse("number of transactions actually processed: 0\nnumber of failed transactions: 0 (NaN%)"));

    [Fact]
    public void A_run_that_broke_off_has_no_result() => Assert.Null(PgBenchOutput.Parse("pgbench: error: connection to server failed"));
}
