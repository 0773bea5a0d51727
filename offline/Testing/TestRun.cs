using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Testing;

/// <summary>An AppHost's own program, run inside a test: held at Build() until the test says so, and never started by itself.</summary>
internal sealed class TestRun(Assembly appHost, string[] args)
{
    private static readonly AsyncLocal<TestRun?> Running = new();
    private readonly TaskCompletionSource<DistributedApplicationBuilder> builder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource mayBuild = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> app = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The run that the calling program is part of; null when it runs for itself.</summary>
    public static TestRun? Current => Running.Value;

    public Assembly AppHost => appHost;

    /// <summary>As Aspire's testing builder has it: random ports, no dashboard.</summary>
    public IReadOnlyList<string> Arguments { get; } = [.. args, "--DcpPublisher:RandomizePorts=true"];

    public Task<DistributedApplicationBuilder> StartAsync(CancellationToken cancellationToken)
    {
        var thread = new Thread(RunAppHost) { IsBackground = true, Name = appHost.GetName().Name };
        thread.Start();
        return builder.Task.WaitAsync(cancellationToken);
    }

    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        mayBuild.TrySetResult();
        return app.Task.WaitAsync(cancellationToken);
    }

    public void BuilderIsReady(DistributedApplicationBuilder ready)
    {
        builder.TrySetResult(ready);
        mayBuild.Task.GetAwaiter().GetResult();
    }

    public void AppIsBuilt(DistributedApplication built) => app.TrySetResult(built);

    private void RunAppHost()
    {
        Running.Value = this;
        try
        {
            var result = appHost.EntryPoint!.Invoke(null, appHost.EntryPoint.GetParameters().Length is 0 ? [] : [Array.Empty<string>()]);
            Fail(new InvalidOperationException($"{appHost.GetName().Name} ended before it was built, with exit code {result ?? 0}."));
        }
        catch (TargetInvocationException failure)
        {
            Fail(failure.InnerException ?? failure);
        }
    }

    private void Fail(Exception failure)
    {
        builder.TrySetException(failure);
        app.TrySetException(failure);
    }
}

internal static class TestSettings
{
    public static bool IsTest(this IConfiguration configuration) => configuration.GetValue<bool>("DcpPublisher:RandomizePorts");
}
