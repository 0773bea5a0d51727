using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderApp.Protos;
using OrderApp.Tests.Support;
using OrderApp.Users;

namespace OrderApp.Tests.Users;

public sealed class UserLogTests
{
    [Fact]
    public async Task A_call_is_logged_once_with_the_name_as_a_property()
    {
        using var log = new RecordedLog();
        await using var service = TestService<UserGrpcService>.Start(services => services.AddSingleton<ILoggerProvider>(log));

        await new UserService.UserServiceClient(service.Channel).GetUserAsync(new GetUserRequest { Username = "Alice {Username}" });

        var (message, properties) = Assert.Single(log.Entries);
        Assert.Equal("Получен запрос к методу GetUser от пользователя: Alice {Username}", message);
        Assert.Equal("Alice {Username}", properties["Username"]);
    }

    [Fact]
    public async Task A_name_with_a_line_break_does_not_reach_the_log()
    {
        using var log = new RecordedLog();
        await using var service = TestService<UserGrpcService>.Start(services => services.AddSingleton<ILoggerProvider>(log));
        var users = new UserService.UserServiceClient(service.Channel);

        await Assert.ThrowsAsync<RpcException>(async () => await users.GetUserAsync(new GetUserRequest { Username = "Eve\nLogin: admin" }));
        await users.GetUserAsync(new GetUserRequest { Username = "Alice" });

        Assert.Equal("Получен запрос к методу GetUser от пользователя: Alice", Assert.Single(log.Entries).Message);
    }

    /// <summary>What the user service's own classes have logged.</summary>
    private sealed class RecordedLog : ILoggerProvider
    {
        public ConcurrentQueue<(string Message, Dictionary<string, object?> Properties)> Entries { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName == typeof(UserGrpcService).FullName ? Entries : []);

        public void Dispose()
        {
        }

        private sealed class Logger(ConcurrentQueue<(string, Dictionary<string, object?>)> entries) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                entries.Enqueue((formatter(state, exception), ((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary()));
        }
    }
}
