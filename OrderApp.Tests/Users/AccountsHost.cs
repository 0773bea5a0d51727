using System.Text.Json;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrderApp.Protos;
using OrderApp.Tests.Support;
using OrderApp.Users;

namespace OrderApp.Tests.Users;

/// <summary>The user service on a fresh database, with a mail server of its own.</summary>
internal sealed class AccountsHost : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    public const string OperatorEmail = "operator@example.com";
    public const string Issuer = "http://shop.example/";
    private readonly bool ownsMail;

    private AccountsHost(TestService<Preparation> service, string connection, SmtpSink mail, bool ownsMail)
    {
        (Service, Connection, Mail, this.ownsMail) = (service, connection, mail, ownsMail);
        Client = new Accounts.AccountsClient(service.Channel);
        Database = NpgsqlDataSource.Create(connection);
    }

    public TestService<Preparation> Service { get; }

    public Accounts.AccountsClient Client { get; }

    public SmtpSink Mail { get; }

    public NpgsqlDataSource Database { get; }

    public string Connection { get; }

    public static async Task<AccountsHost> StartAsync(PostgresServer postgres, params (string Key, string Value)[] settings) =>
        await StartOnAsync(await postgres.CreateDatabaseAsync("users"), null, null, settings);

    /// <summary>Starts a (further) replica on a database that is there.</summary>
    public static async Task<AccountsHost> StartOnAsync(
        string connection, SmtpSink? mail, Action<IServiceCollection>? replace, params (string Key, string Value)[] settings)
    {
        var sink = mail ?? new SmtpSink();
        var service = TestService<Preparation>.Start(
            replace,
            [
                ("ConnectionStrings:userdb", connection), ("Accounts:Issuer", Issuer), ("Accounts:RequireConfirmedEmail", "false"),
                ("Accounts:PasswordIterations", "100000"), ("Accounts:RefusedAfter", "00:00:00.05"),
                ("Accounts:CallsPerAddress", "1000"), ("Accounts:CallsPerEmail", "1000"),
                ("Accounts:Operator:Email", OperatorEmail), ("Accounts:Operator:Password", Password),
                ("Accounts:Clients:orderservice:Secret", "a secret of the service"), ("Accounts:Clients:orderservice:Roles:0", "service"),
                ("Accounts:Clients:web:RedirectUris:0", "http://client.example/back"),
                ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", $"{sink.Port}"), ("Mail:Smtp:Security", "None"),
                ("Mail:SiteAddress", Issuer),
                .. settings,
            ]);
        await Eventually.TrueAsync(
            async () => (await service.Http.GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode, "the service is ready");
        return new(service, connection, sink, mail is null);
    }

    public static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };

    public Task<RegisterResponse> RegisterAsync(string email, string password = Password, string name = "Ada", string language = "en", string requestId = "") =>
        Client.RegisterAsync(new() { Email = email, Password = password, Name = name, Language = language, RequestId = requestId }).ResponseAsync;

    public Task<Tokens> SignInAsync(string email, string password = Password) =>
        Client.SignInAsync(new() { Email = email, Password = password }).ResponseAsync;

    /// <summary>Registers and signs in.</summary>
    public async Task<(Metadata Headers, Tokens Tokens, Account Account)> JoinAsync(string email, string password = Password)
    {
        await RegisterAsync(email, password);
        return await EnterAsync(email, password);
    }

    public async Task<(Metadata Headers, Tokens Tokens, Account Account)> EnterAsync(string email, string password = Password)
    {
        var tokens = await SignInAsync(email, password);
        return (Bearer(tokens.AccessToken), tokens, await Client.GetAccountAsync(new(), Bearer(tokens.AccessToken)));
    }

    public async Task<Metadata> ServiceHeadersAsync() => Bearer((await TokenAsync(
        ("grant_type", "client_credentials"), ("client_id", "orderservice"), ("client_secret", "a secret of the service"))).GetProperty("access_token").GetString()!);

    /// <summary>Asks /connect/token and answers the document, whatever the status.</summary>
    public async Task<JsonElement> TokenAsync(params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await Service.Http.PostAsync(new Uri("/connect/token", UriKind.Relative), content);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Database.DisposeAsync();
        if (ownsMail)
            await Mail.DisposeAsync();
    }
}
