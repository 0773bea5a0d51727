using OrderApp.ServiceDefaults.Grpc;

namespace OrderApp.Orders.Reading;

/// <summary>How many items a page has: what was asked for, within bounds.</summary>
internal static class PageSize
{
    private const int Standard = 100;
    private const int Most = 1000;

    public static int Of(int asked)
    {
        if (asked < 0)
            throw GrpcErrors.InvalidArgument("page_size", $"must not be negative, is {asked}");
        return asked == 0 ? Standard : Math.Min(asked, Most);
    }
}
