using OrderApp.ServiceDefaults.Grpc;

namespace OrderApp.Orders.Reading;

/// <summary>How many items a page has: what was asked for, within the limits of <see cref="OrderOptions"/>.</summary>
internal static class PageSize
{
    public static int Of(int asked, OrderOptions options)
    {
        if (asked < 0)
            throw GrpcErrors.InvalidArgument("page_size", $"must not be negative, is {asked}");
        return Math.Min(asked == 0 ? options.PageSize : asked, options.MaxPageSize);
    }
}
