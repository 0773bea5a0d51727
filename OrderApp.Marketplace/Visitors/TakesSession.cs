namespace OrderApp.Marketplace.Visitors;

/// <summary>
/// Marks what knows its visitor by cookies: the pages, and the streams that their scripts follow. The JSON API does not, since another site could have a
/// browser send them.
/// </summary>
internal sealed class TakesSession;

/// <summary>Marks what this process itself answers at the front door in a caller's name, so that his token is checked here.</summary>
internal sealed class TakesToken;

/// <summary>Reads and sets the marks.</summary>
internal static class TakesSessionExtensions
{
    public static TBuilder TakesSession<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new TakesSession());

    public static TBuilder TakesToken<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new TakesToken());

    /// <summary>Whether the visitor is to be known by his cookies: a token, where one comes too, goes before them.</summary>
    public static bool IsVisit(this HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<TakesSession>() is not null
        && (IsPage(context) || context.Request.Headers.Authorization.Count == 0);

    /// <summary>Whether the request may bring an access token in its header.</summary>
    public static bool MayBringToken(this HttpContext context) => context.GetEndpoint() is { } endpoint && !IsPage(context)
        && endpoint.Metadata.GetMetadata<FrontDoor.FrontDoorRoute>() is null
        && endpoint.Metadata.GetMetadata<FrontDoor.ConnectRoute>() is null
        && (context.Features.Get<FrontDoor.FrontDoorConnection>() is null || endpoint.Metadata.GetMetadata<TakesToken>() is not null);

    private static bool IsPage(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.RazorPages.PageActionDescriptor>() is not null;
}
