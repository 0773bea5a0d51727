using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;
using OrderApp.Reviewing.Common;
using OrderApp.Reviewing.Storage;

namespace OrderApp.Reviewing.Repeating;

/// <summary>
/// Does what a request asks for once for its request_id, in the transaction that keeps the key and the answer. Of requests with one key that race, the
/// others wait for the first and get its answer; what was refused leaves no key.
/// </summary>
internal sealed class RepeatableRequests(NpgsqlDataSource database)
{
    private static readonly Metadata ReplayedHeader = new() { { "idempotent-replayed", "true" } };

    private const string Keep =
        "INSERT INTO requests (caller, request_id, fingerprint) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

    private const string Find = "SELECT fingerprint, answer FROM requests WHERE caller = $1 AND request_id = $2";

    private const string KeepAnswer = "UPDATE requests SET answer = $3 WHERE caller = $1 AND request_id = $2";

    /// <summary>Does it, or answers what was answered before.</summary>
    /// <param name="request">The whole request.</param>
    /// <param name="requestId">Its key; empty: it has none.</param>
    /// <param name="change">What is to be done, within the transaction of the connection.</param>
    /// <param name="context">The call.</param>
    /// <exception cref="RpcException">ALREADY_EXISTS: the key was used for something else.</exception>
    public async Task<TAnswer> DoOnceAsync<TAnswer>(
        IMessage request, string requestId, Func<NpgsqlConnection, CancellationToken, Task<TAnswer>> change, ServerCallContext context)
        where TAnswer : class, IMessage<TAnswer>, new()
    {
        CallerKeys.CheckRequestId(requestId);
        var caller = CallerKeys.CallerOf(context);
        var cancellationToken = context.CancellationToken;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (requestId.Length > 0)
        {
            var fingerprint = SHA256.HashData([.. Encoding.UTF8.GetBytes(request.Descriptor.FullName), .. request.ToByteArray()]);
            await using var keep = new NpgsqlCommand(Keep, connection).Add(caller).Add(requestId).Add(fingerprint);
            if (await keep.ExecuteNonQueryAsync(cancellationToken) == 0)
                return await RepeatAsync<TAnswer>(connection, requestId, caller, fingerprint, context);
        }

        var answer = await change(connection, cancellationToken);
        if (requestId.Length > 0)
        {
            await using var keepAnswer = new NpgsqlCommand(KeepAnswer, connection).Add(caller).Add(requestId).Add(answer.ToByteArray());
            await keepAnswer.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return answer;
    }

    private static async Task<TAnswer> RepeatAsync<TAnswer>(
        NpgsqlConnection connection, string requestId, string caller, byte[] fingerprint, ServerCallContext context)
        where TAnswer : class, IMessage<TAnswer>, new()
    {
        await using var find = new NpgsqlCommand(Find, connection).Add(caller).Add(requestId);
        var known = await find.ReadOneAsync(row => Tuple.Create(row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1)), context.CancellationToken);
        // It may have been removed just now, as its account was: then there is nobody to answer.
        if (known is null)
            throw ReviewErrors.NoPerson();
        if (!known.Item1.AsSpan().SequenceEqual(fingerprint))
            throw ReviewErrors.RequestIdTaken();
        await context.WriteResponseHeadersAsync(ReplayedHeader);
        var answer = new TAnswer();
        answer.MergeFrom(known.Item2);
        return answer;
    }
}
