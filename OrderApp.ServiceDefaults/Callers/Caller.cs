using System.Security.Claims;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace OrderApp.ServiceDefaults.Callers;

/// <summary>Who is asking, by the access token that came with a call.</summary>
public sealed class Caller
{
    /// <summary>The header in which the marketplace, in its own name, tells for which visitor without an account it asks: a UUID.</summary>
    public const string GuestHeader = "x-guest-id";

    private static readonly Caller Nobody = new(null, null, false, false, null);

    private Caller(string? accountId, Guid? customerId, bool isOperator, bool isService, string? token)
    {
        AccountId = accountId;
        CustomerId = customerId;
        IsOperator = isOperator;
        IsService = isService;
        Token = token;
    }

    /// <summary>The account's id; null for who came without a token and for a client in its own name.</summary>
    public string? AccountId { get; }

    /// <summary>Whose orders, cart and payments are meant: the account, or the guest for whom a service asks; null for nobody.</summary>
    public Guid? CustomerId { get; }

    /// <summary>Whether it has the role <see cref="Roles.Operator"/>.</summary>
    public bool IsOperator { get; }

    /// <summary>Whether it has the role <see cref="Roles.Service"/>.</summary>
    public bool IsService { get; }

    /// <summary>Whether a person is asking.</summary>
    public bool IsSignedIn => AccountId is not null;

    /// <summary>The access token, to be passed on to other services.</summary>
    internal string? Token { get; }

    /// <summary>The visitor without an account for whom this service speaks; null where somebody else asks.</summary>
    internal Guid? Guest => Token is null ? CustomerId : null;

    /// <summary>Who makes this call.</summary>
    public static Caller Of(ServerCallContext context) => Of(context.GetHttpContext());

    /// <summary>Who makes this request.</summary>
    public static Caller Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var caller = context.Features.Get<Caller>() ?? Nobody;
        return caller.IsService && IsGuest(context.Request.Headers[GuestHeader], out var guest)
            ? new(null, guest, caller.IsOperator, caller.IsService, caller.Token)
            : caller;
    }

    /// <summary>Says who makes this request; from now on it is asked of other services in his name.</summary>
    public static void Set(HttpContext context, ClaimsPrincipal principal, string token)
    {
        ArgumentNullException.ThrowIfNull(context);
        Set(context, principal, From(principal, token));
    }

    /// <summary>
    /// Says that a visitor without an account makes this request. Services that are asked for guests are asked in this one's own name, with
    /// <see cref="GuestHeader"/>.
    /// </summary>
    public static void SetGuest(HttpContext context, Guid guest)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Features.Set(new Caller(null, guest, false, false, null));
    }

    internal static bool IsGuest(string? header, out Guid guest) => Guid.TryParseExact(header, "D", out guest);

    internal static void Set(HttpContext context, ClaimsPrincipal principal, Caller caller)
    {
        context.User = principal;
        context.Features.Set(caller);
    }

    internal static Caller From(ClaimsPrincipal principal, string token)
    {
        // Every account is a customer; a client in its own name is not, whatever its client_id looks like.
        var accountId = principal.IsInRole(Roles.Customer) ? principal.FindFirstValue("sub") : null;
        return new(accountId, Guid.TryParse(accountId, out var id) ? id : null, principal.IsInRole(Roles.Operator), principal.IsInRole(Roles.Service), token);
    }
}

/// <summary>The roles in tokens.</summary>
public static class Roles
{
    /// <summary>Whoever has an account.</summary>
    public const string Customer = "customer";

    /// <summary>Who keeps the shop.</summary>
    public const string Operator = "operator";

    /// <summary>One of the shop's own services, in its own name.</summary>
    public const string Service = "service";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Customer, Operator, Service];
}

/// <summary>The names of the policies that stand next to what they guard: <c>[Authorize(Policies.SignedIn)]</c>.</summary>
public static class Policies
{
    /// <summary>Any valid token: a person's or a service's. Whose account or order it is, the method looks itself.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>Only operators.</summary>
    public const string Operator = "operator";

    /// <summary>Only the shop's own services.</summary>
    public const string Service = "service";

    /// <summary>Operators and the shop's own services.</summary>
    public const string OperatorOrService = "operator-or-service";
}
