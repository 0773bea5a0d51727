using OrderApp.ServiceDefaults;

namespace OrderApp.Payments.Common;

/// <summary>Reads the ids that callers send.</summary>
internal static class Ids
{
    public static Guid Parse(string field, string id) =>
        Guid.TryParseExact(id, "D", out var parsed) ? parsed : throw GrpcErrors.InvalidArgument(field, "must be a UUID");
}
