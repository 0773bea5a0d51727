using OrderApp.Benchmarks.Yardsticks;

namespace OrderApp.Tests.Benchmarks;

public sealed class PgBenchTests
{
    [Fact]
    public void Transactions_rate_and_latency_are_read_from_what_it_prints() => Assert.Equal(
        new(24_613, 8203.541, 1.949),
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
        new(0, 0, 0), PgBenchOutput.Parse("number of transactions actually processed: 0\nnumber of failed transactions: 0 (NaN%)"));

    [Fact]
    public void A_run_that_broke_off_has_no_result() => Assert.Null(PgBenchOutput.Parse("pgbench: error: connection to server failed"));

    [Fact]
    public void A_batch_s_arrays_are_given_to_pgbench_by_the_names_of_their_columns()
    {
        var script = BatchStatement.ToScript("SELECT * FROM unnest($1::text[], $2::boolean[], $3::int[]) AS row(name, completed, user_id)", rows: 7);

        Assert.Equal(
            "SELECT * FROM unnest(:names::text[], array_fill(false, ARRAY[7]), array_fill(NULL::int, ARRAY[7])) AS row(name, completed, user_id);", script);
    }

    [Fact]
    public void A_column_that_the_yardstick_does_not_know_is_named() => Assert.Contains(
        "colour",
        Assert.Throws<InvalidOperationException>(() => BatchStatement.ToScript("SELECT * FROM unnest($1::text[]) AS row(colour)", rows: 7)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_statement_of_another_form_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => BatchStatement.ToScript("INSERT INTO orders VALUES ($1)", rows: 7));
}
