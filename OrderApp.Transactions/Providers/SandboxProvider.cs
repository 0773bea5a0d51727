using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Npgsql;
using OrderApp.Payments.Storage;
using OrderApp.ServiceDefaults.Sharing;

namespace OrderApp.Payments.Providers;

/// <summary>
/// A provider that moves no money, for development and tests. Its books are durable and its own: the schema "sandbox", in transactions that the service's
/// are no part of, so a process can be killed between the provider's doing and the service's knowing, as with a real one.
/// <para>
/// Its commits do not wait for the disk, for it to cost no more than a provider elsewhere would: killing a process loses none, and where PostgreSQL itself
/// is lost with the last of them, so is what the service knew of it, as that stands later in the same log, and the call is repeated.
/// </para>
/// </summary>
internal sealed class SandboxProvider([FromKeyedServices(SandboxProvider.Connections)] NpgsqlDataSource database) : IPaymentProvider
{
    /// <summary>The key of its own connections: who waits for one of the service's is no provider that does not answer.</summary>
    public const string Connections = "sandbox";

    public const string Ok = "sandbox-ok";
    public const string Slow = "sandbox-slow";
    public const string Lost = "sandbox-lost";
    public const string Twice = "sandbox-twice";

    private const string AuthorizePayment =
        """
        WITH payment AS (INSERT INTO sandbox.payments (reference, authorized) SELECT $1, $2 WHERE $3)
        INSERT INTO sandbox.calls (key, kind, reference, amount, accepted) VALUES ($1, 'authorize', $1, $2, $3)
        RETURNING accepted, reference, set_config('synchronous_commit', 'off', true)
        """;

    private const string FindCall = "SELECT accepted, reference FROM sandbox.calls WHERE key = $1";

    private static readonly string CapturePayment = Change("capture", "captured = captured + $3", "NOT voided AND captured + $3 <= authorized");
    private static readonly string VoidPayment = Change("void", "voided = true", "captured = 0");
    private static readonly string RefundPayment = Change("refund", "refunded = refunded + $3", "refunded + $3 <= captured");
    private static readonly TimeSpan SlowTime = TimeSpan.FromSeconds(3);
    private readonly SharedStatements statements = new(database, atOnce: 1);
    private readonly Channel<(string Key, ProviderAnswer Answer)> notifications = Channel.CreateUnbounded<(string, ProviderAnswer)>();

    public async Task<ProviderAnswer> AuthorizeAsync(string key, long amount, PaymentToken token, CancellationToken cancellationToken)
    {
        var kind = token.Reveal();
        if (kind is Slow)
            await Task.Delay(SlowTime, cancellationToken);
        var accepted = kind is Ok or Slow or Lost or Twice;
        var answer = await DoAsync(AuthorizePayment, key, command => command.Add(key).Add(amount).Add(accepted), cancellationToken);
        if (kind is Lost)
            await Task.Delay(Timeout.Infinite, cancellationToken);
        if (kind is Twice)
            notifications.Writer.TryWrite((key, answer));
        return answer;
    }

    public Task<ProviderAnswer> CaptureAsync(string key, string reference, long amount, CancellationToken cancellationToken) =>
        DoAsync(CapturePayment, key, command => command.Add(key).Add(reference).Add(amount), cancellationToken);

    public Task<ProviderAnswer> VoidAsync(string key, string reference, CancellationToken cancellationToken) =>
        DoAsync(VoidPayment, key, command => command.Add(key).Add(reference).Add(0L), cancellationToken);

    public Task<ProviderAnswer> RefundAsync(string key, string reference, long amount, CancellationToken cancellationToken) =>
        DoAsync(RefundPayment, key, command => command.Add(key).Add(reference).Add(amount), cancellationToken);

    public async Task<ProviderAnswer?> FindAsync(string key, CancellationToken cancellationToken)
    {
        return await statements.ReadOneAsync(new NpgsqlBatchCommand(FindCall).Add(key), Read, cancellationToken);
    }

    public async IAsyncEnumerable<(string Key, ProviderAnswer Answer)> NotificationsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var notification in notifications.Reader.ReadAllAsync(cancellationToken))
            yield return notification;
    }

    private async Task<ProviderAnswer> DoAsync(string sql, string key, Func<NpgsqlBatchCommand, NpgsqlBatchCommand> fill, CancellationToken cancellationToken)
    {
        try
        {
            return (await statements.ReadOneAsync(fill(new(sql)), Read, cancellationToken))!;
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            return (await FindAsync(key, cancellationToken))!;
        }
    }

    // That a key is there already ends the statement, and its effect with it.
    private static string Change(string kind, string effect, string condition) =>
        $"""
        WITH payment AS (UPDATE sandbox.payments SET {effect} WHERE reference = $2 AND {condition} RETURNING reference)
        INSERT INTO sandbox.calls (key, kind, reference, amount, accepted) VALUES ($1, '{kind}', $2, $3, EXISTS (SELECT FROM payment))
        RETURNING accepted, reference, set_config('synchronous_commit', 'off', true)
        """;

    private static ProviderAnswer Read(NpgsqlDataReader row) => new(row.GetBoolean(0), row.GetString(1));
}
