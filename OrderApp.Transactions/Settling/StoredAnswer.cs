using Google.Protobuf.WellKnownTypes;
using Npgsql;
using OrderApp.Payments.Common;
using OrderApp.Payments.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Payments.Settling;

/// <summary>An operation and what its request is answered, as far as that is known.</summary>
internal sealed record StoredAnswer(Guid OperationId, OperationKind Kind, OperationState State, byte[] Fingerprint, long Amount, Transaction Transaction)
{
    /// <summary>The columns that <see cref="Read"/> reads, of operations o and transactions t.</summary>
    public const string Columns =
        """
        o.id, o.kind, o.state, o.fingerprint, o.amount, o.result_state, o.result_authorized, o.result_captured, o.result_refunded, o.result_time,
        t.id, t.order_uuid, t.customer_id, t.promotion, t.create_time
        """;

    public bool IsSettled => State is OperationState.Done or OperationState.Failed;

    public static StoredAnswer Read(NpgsqlDataReader row, ShopMoney money)
    {
        var transaction = new Transaction
        {
            State = (Transaction.Types.State)(row.Nullable<short>(5) ?? (short)Transaction.Types.State.Pending),
            Authorized = money.ToMessageOrNull(row.Nullable<long>(6) ?? 0),
            Captured = money.ToMessageOrNull(row.Nullable<long>(7) ?? 0),
            Refunded = money.ToMessageOrNull(row.Nullable<long>(8) ?? 0),
            UpdateTime = row.Nullable<DateTime>(9)?.ToTimestamp(),
            TransactionId = row.GetGuid(10).ToString(),
            OrderUuid = row.GetGuid(11).ToString(),
            CustomerId = row.Nullable<Guid>(12)?.ToString() ?? "",
            Promotion = row.GetString(13),
            CreateTime = row.GetDateTime(14).ToTimestamp(),
        };
        return new(row.GetGuid(0), (OperationKind)row.GetInt16(1), (OperationState)row.GetInt16(2), row.GetFieldValue<byte[]>(3), row.GetInt64(4), transaction);
    }

    /// <summary>What the caller gets.</summary>
    public Transaction ToMessage() => State is OperationState.Failed ? throw PaymentErrors.Declined() : Transaction;
}
