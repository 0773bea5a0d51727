using System.Security.Cryptography;
using Grpc.Core;
using Grpc.Net.ClientFactory;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using OrderApp.Marketplace.Security;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Marketplace.Visitors;

/// <summary>
/// Visitors without an account: a number of his own in a protected cookie, given out with the first order or book in the cart, makes a guest's orders and
/// cart his. The services
/// believe it of the marketplace in its own name; where it has no credentials there are no guests.
/// </summary>
internal sealed class Guests(
    IDataProtectionProvider protection, GrpcClientFactory clients, IConfiguration configuration, IHostEnvironment environment, IOptions<WebOptions> web,
    TimeProvider time)
{
    /// <summary>The name of the client by which orders are asked in the marketplace's own name.</summary>
    public const string OrdersInOwnName = "orders in own name";

    /// <summary>The name of the client by which carts are asked in the marketplace's own name.</summary>
    public const string CartsInOwnName = "carts in own name";

    private const string CookieName = "guest";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private readonly IDataProtector protector = protection.CreateProtector("OrderApp.Marketplace.Guest");
    private readonly bool areKnown = configuration.Authority() is not null && !string.IsNullOrEmpty(configuration["Auth:ClientId"]);
    private long nextTry;

    /// <summary>Whether there are guests; where there are none, who has no account is nobody, and shares nobody's orders with all others.</summary>
    public bool AreKnown => areKnown;

    /// <summary>The guest of this browser, or null.</summary>
    public Guid? Find(HttpContext context)
    {
        if (!areKnown || context.Request.Cookies[CookieName] is not { } cookie)
            return null;
        try
        {
            return Guid.Parse(protector.Unprotect(cookie));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Makes a guest of a visitor who is nobody yet; from now on he is asked for by that number.</summary>
    public void Introduce(HttpContext context)
    {
        if (!areKnown || Caller.Of(context).CustomerId is not null || Visitor.Of(context).IsSignedIn)
            return;
        var guest = Guid.CreateVersion7();
        context.Response.Cookies.Append(CookieName, protector.Protect(guest.ToString()), Options(context, Lifetime));
        Caller.SetGuest(context, guest);
    }

    /// <summary>
    /// Gives the orders and the cart of this browser's guest to an account, after which he is a guest no longer. While orders or carts are away, a later
    /// request does it: to do either again changes nothing.
    /// </summary>
    public async Task HandOverAsync(HttpContext context, string account)
    {
        var now = time.GetUtcNow();
        if (Find(context) is not { } guest || now.UtcTicks < Interlocked.Read(ref nextTry))
            return;
        try
        {
            var orders = clients.CreateClient<OrderService.OrderServiceClient>(OrdersInOwnName);
            var request = new AssignOrdersRequest { FromCustomerId = guest.ToString(), ToCustomerId = account };
            await orders.AssignOrdersAsync(request, deadline: now.UtcDateTime + web.Value.PageDeadline);
            var carts = clients.CreateClient<Cart.CartClient>(CartsInOwnName);
            var merge = new MergeCartsRequest { FromCartId = guest.ToString(), CartId = account };
            CartCount.Keep(context, await carts.MergeCartsAsync(merge, deadline: now.UtcDateTime + web.Value.PageDeadline));
            context.Response.Cookies.Delete(CookieName, Options(context, null));
        }
        catch (RpcException)
        {
            // No page waits for it each time.
            Interlocked.Exchange(ref nextTry, (time.GetUtcNow() + Pause).UtcTicks);
        }
    }

    private CookieOptions Options(HttpContext context, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps || !environment.IsDevelopment(),
        MaxAge = lifetime,
        IsEssential = true,
    };
}
