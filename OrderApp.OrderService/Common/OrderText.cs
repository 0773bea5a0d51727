using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Common;

/// <summary>Checks the texts that callers send.</summary>
internal static class OrderText
{
    public const int MaxNameLength = 200;
    private const int MaxRequestIdLength = 255;

    public static string CheckName(string name) => TextRules.Check("name", name, MaxNameLength, required: true);

    public static string CheckRequestId(string requestId) => TextRules.Check("request_id", requestId, MaxRequestIdLength);
}
