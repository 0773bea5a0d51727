using System.Text.Json;
using Npgsql;
using OrderApp.Buying.Common;
using OrderApp.Buying.Storage;

namespace OrderApp.Buying.Checkouts;

/// <summary>A checkout under way, or what became of it.</summary>
internal sealed record Checkout
{
    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns =
        "id, kind, cart_id, fingerprint, order_uuid, purchase, payment_token, transaction_id, state, step, failure_reason, failure_metadata, last_error, "
        + "tries, created_at, trace_parent, created_at + $1 <= now() AS is_late, request_id";

    public required Guid Id { get; init; }

    public required CartKey Cart { get; init; }

    public required string? RequestId { get; init; }

    public required byte[] Fingerprint { get; init; }

    public required Guid OrderUuid { get; init; }

    public required Purchase Purchase { get; init; }

    public required string? PaymentToken { get; init; }

    public string? TransactionId { get; init; }

    public CheckoutState State { get; init; } = CheckoutState.Pending;

    public CheckoutStep Step { get; init; } = CheckoutStep.Reserve;

    public string? FailureReason { get; init; }

    public IReadOnlyDictionary<string, string>? FailureMetadata { get; init; }

    public string? LastError { get; init; }

    public int Tries { get; init; }

    public DateTime CreatedAt { get; init; }

    public string? TraceParent { get; init; }

    /// <summary>Whether its time had passed when it was read.</summary>
    public bool IsLate { get; init; }

    /// <summary>The reservation's name at Inventory.</summary>
    public string ReservationId => Id.ToString();

    /// <summary>The key of one of its calls: the same, however often and by whomever it is made.</summary>
    public string KeyOf(string call) => $"{Id}:{call}";

    /// <summary>Reads a row of <see cref="Columns"/>.</summary>
    public static Checkout Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Cart = new((CartKind)row.GetInt16(1), row.GetGuid(2)),
        Fingerprint = row.GetFieldValue<byte[]>(3),
        OrderUuid = row.GetGuid(4),
        Purchase = Purchase.FromJson(row.GetString(5)),
        PaymentToken = row.Text(6),
        TransactionId = row.Text(7),
        State = (CheckoutState)row.GetInt16(8),
        Step = (CheckoutStep)row.GetInt16(9),
        FailureReason = row.Text(10),
        FailureMetadata = row.Text(11) is { } json ? JsonSerializer.Deserialize(json, PurchaseJson.Default.DictionaryStringString) : null,
        LastError = row.Text(12),
        Tries = row.GetInt32(13),
        CreatedAt = row.GetDateTime(14),
        TraceParent = row.Text(15),
        IsLate = row.GetBoolean(16),
        RequestId = row.Text(17),
    };
}
