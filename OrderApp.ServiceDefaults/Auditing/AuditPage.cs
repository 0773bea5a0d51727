using System.Buffers.Binary;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Common;

namespace OrderApp.ServiceDefaults.Auditing;

/// <summary>A page of the audit trail. Entries are in the order of their ids, in one service and over all of them: the last one's id is the token of the next page.</summary>
public sealed record AuditPage
{
    private const int DefaultSize = 50;
    private const int MaxSize = 200;
    private const int MaxThingLength = 100;

    private AuditPage(int size, (Guid From, Guid Before) ids) => (Size, Ids) = (size, ids);

    /// <summary>How many entries it has at most.</summary>
    public int Size { get; }

    /// <summary>Between which ids they lie.</summary>
    internal (Guid From, Guid Before) Ids { get; }

    /// <summary>What a request asks for.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: a field is not acceptable.</exception>
    public static AuditPage Of(ListAuditEntriesRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.PageSize < 0)
            throw Invalid("page_size", "must not be less than 0");
        if (request.AccountId.Length > 0 && !Guid.TryParse(request.AccountId, out _))
            throw Invalid("account_id", "must be a UUID");
        if (request.Thing.Length > MaxThingLength || request.Thing.Any(char.IsControl))
            throw Invalid("thing", $"must have at most {MaxThingLength} characters and no control characters");
        var before = Guid.AllBitsSet;
        if (request.PageToken.Length > 0 && !Guid.TryParseExact(request.PageToken, "D", out before))
            throw Invalid("page_token", "is not one of ours");
        var from = request.FromTime is { } earliest ? FirstIdAt("from_time", earliest) : Guid.Empty;
        if (request.ToTime is { } end && FirstIdAt("to_time", end) is var last && last < before)
            before = last;
        return new(request.PageSize == 0 ? DefaultSize : Math.Min(request.PageSize, MaxSize), (from, before));
    }

    /// <summary>The first entries, as many as a page has, and the token where there are more.</summary>
    /// <param name="entries">Newest first.</param>
    /// <param name="hasMore">Whether there are more than these.</param>
    public ListAuditEntriesResponse Cut(IEnumerable<AuditEntry> entries, bool hasMore = false)
    {
        var found = entries.Take(Size + 1).ToList();
        var shown = found.Take(Size).ToList();
        return new() { Entries = { shown }, NextPageToken = shown.Count > 0 && (hasMore || found.Count > Size) ? shown[^1].EntryId : "" };
    }

    // A UUIDv7 begins with the milliseconds of its time (RFC 9562, section 5.7).
    private static Guid FirstIdAt(string field, Timestamp time)
    {
        if (time.Seconds is < 0 or > 253402300799 || time.Nanos is < 0 or > 999_999_999)
            throw Invalid(field, "must be a time from 1970 to 9999");
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, ((time.Seconds * 1000) + (time.Nanos / 1_000_000)) << 16);
        return new(bytes, bigEndian: true);
    }

    private static RpcException Invalid(string field, string problem) => RichErrors.Make(
        StatusCode.InvalidArgument, "INVALID_FIELD", $"{field}: {problem}",
        new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = field, Description = problem } } });
}
