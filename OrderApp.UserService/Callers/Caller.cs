using System.Security.Claims;
using Grpc.Core;

namespace OrderApp.Users.Callers;

/// <summary>Who is asking, by the access token that came with a call.</summary>
/// <param name="AccountId">The account's id; null for who came without a token and for a client in its own name.</param>
/// <param name="IsOperator">Whether it has the role <see cref="Roles.Operator"/>.</param>
/// <param name="IsService">Whether it has the role <see cref="Roles.Service"/>.</param>
public readonly record struct Caller(string? AccountId, bool IsOperator, bool IsService)
{
    /// <summary>Whether a person is asking.</summary>
    public bool IsSignedIn => AccountId is not null;

    /// <summary>Who makes this call.</summary>
    public static Caller Of(ServerCallContext context) => Of(context.GetHttpContext());

    /// <summary>Who makes this request.</summary>
    public static Caller Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var user = context.User;
        // Every account is a customer; a client in its own name is not, whatever its client_id looks like.
        return new(user.IsInRole(Roles.Customer) ? user.FindFirstValue("sub") : null, user.IsInRole(Roles.Operator), user.IsInRole(Roles.Service));
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
}
