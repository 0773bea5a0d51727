using OrderApp.Eng.Testing;

namespace OrderApp.Tests.Eng;

public sealed class TestCountTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;
    private readonly StringWriter output = new();

    [Fact]
    public void Results_of_all_projects_are_added_up()
    {
        WriteRun("a.trx", "Passed", "Passed", "NotExecuted");
        WriteRun("b.trx", "Passed");

        Assert.Equal(0, TestCount.Report(folder, 0, output));
        Assert.Equal("3 passed, 0 failed, 1 skipped", LastLine);
    }

    [Theory]
    [InlineData("Failed")]
    [InlineData("Aborted")]
    public void A_test_that_did_not_pass_fails_the_run(string outcome)
    {
        WriteRun("a.trx", "Passed", outcome);

        Assert.Equal(1, TestCount.Report(folder, 1, output));
        Assert.Equal("1 passed, 1 failed, 0 skipped", LastLine);
    }

    [Fact]
    public void A_run_that_broke_off_fails_though_every_finished_test_passed()
    {
        WriteRun("a.trx", "Passed");

        Assert.Equal(1, TestCount.Report(folder, 134, output));
        Assert.Equal("1 passed, 1 failed, 0 skipped", LastLine);
    }

    [Fact]
    public void A_run_without_tests_fails()
    {
        Assert.Equal(1, TestCount.Report(folder, 0, output));
        Assert.Equal("0 passed, 1 failed, 0 skipped", LastLine);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string LastLine => output.ToString().TrimEnd().Split('\n')[^1];

    private void WriteRun(string file, params string[] outcomes) =>
        File.WriteAllText(Path.Combine(folder, file),
            $"""
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
              <Results>{string.Concat(outcomes.Select(outcome => $"<UnitTestResult outcome=\"{outcome}\" />"))}</Results>
            </TestRun>
            """);
}
