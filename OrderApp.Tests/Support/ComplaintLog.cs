using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OrderApp.Tests.Support;

/// <summary>Reads every line that the services log, and keeps those that nobody should have to read: errors, and secrets.</summary>
internal sealed class ComplaintLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly ConcurrentBag<string> secrets = [];

    public IReadOnlyCollection<string> Complaints => complaints;

    public void Forbid(string secret) => secrets.Add(secret);

    public ILogger CreateLogger(string categoryName) => new Reader(this, categoryName);

    public void Dispose()
    {
    }

    private void Read(string category, LogLevel level, string line)
    {
        if (level >= LogLevel.Error)
            complaints.Enqueue($"{level} {category}: {line}");
        else if (secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)))
            complaints.Enqueue($"a secret in {category}: {line}");
    }

    private sealed class Reader(ComplaintLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Read(category, logLevel, exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception}");
    }
}
