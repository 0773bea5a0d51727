using OrderApp.ServiceDefaults;

namespace OrderApp.Stocking.Common;

/// <summary>Checks the ids and keys that callers send.</summary>
internal static class CallerKeys
{
    private const int MaxLength = 255;

    public static string CheckReservationId(string id) => TextRules.Check("reservation_id", id, MaxLength, required: true);

    public static string? CheckRequestId(string id) => id.Length == 0 ? null : TextRules.Check("request_id", id, MaxLength);

    public static int CheckBookId(string field, int id) => id >= 1 ? id : throw GrpcErrors.InvalidArgument(field, $"must be at least 1, is {id}");
}
