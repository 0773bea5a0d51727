using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using OrderApp.LocalPostgres;
using OrderApp.Benchmarks.Options;

namespace OrderApp.Benchmarks.Micro;

/// <summary>Runs the micro-benchmarks in this process: no project is generated and built for them.</summary>
internal static class MicroBenchmarks
{
    public static void Run(BenchOptions options)
    {
        var job = (options.Quick ? Job.ShortRun : Job.MediumRun).WithToolchain(InProcessNoEmitToolchain.Instance);
        var config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddLogger(ConsoleLogger.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddExporter(MarkdownExporter.GitHub)
            .WithOptions(ConfigOptions.JoinSummary)
            .WithArtifactsPath(Path.Combine(options.Output ?? Path.Combine(Clone.OfThisProgram().Root, "artifacts", "bench"), "micro"));
        BenchmarkRunner.Run([typeof(OrderRequestBenchmarks), typeof(OrderMessageBenchmarks), typeof(PageTokenBenchmarks), typeof(SpatialIndexBenchmarks)], config);
    }
}
