using OrderApp.Marketplace.FrontDoor;

namespace OrderApp.Marketplace.Security;

/// <summary>
/// Reads a form before anybody else does, and refuses one that cannot be read: cut off, with too many fields, or in an encoding that
/// is none. Each of its readers (antiforgery, pages, the API) would fail by it in a way of its own. One that is passed on stays unread.
/// </summary>
internal sealed class FormGuard(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.HasFormContentType && context.GetEndpoint()?.Metadata.GetMetadata<ConnectRoute>() is null)
            await ReadAsync(context);
        await next(context);
    }

    private static async Task ReadAsync(HttpContext context)
    {
        try
        {
            await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException or IOException)
        {
            throw error as BadHttpRequestException ?? new BadHttpRequestException("The form cannot be read.", error);
        }
    }
}
