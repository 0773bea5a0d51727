using System.Security.Claims;

namespace OrderApp.Marketplace.Visitors;

/// <summary>Who is in front of a page.</summary>
/// <param name="AccountId">His account; null for one who has not signed in.</param>
/// <param name="Name">What he is called.</param>
/// <param name="IsUnproven">
/// Whether his token has expired while the user service is away: he stays signed in, but nothing can be asked in his name.
/// </param>
internal sealed record Visitor(string? AccountId, string? Name, bool IsUnproven)
{
    private static readonly Visitor Nobody = new(null, null, false);

    public bool IsSignedIn => AccountId is not null;

    public static Visitor Of(HttpContext context) => context.Features.Get<Visitor>() ?? Nobody;

    public static Visitor Of(ClaimsPrincipal person, bool isUnproven) =>
        new(person.FindFirstValue(SessionTicket.SubjectClaim), person.FindFirstValue(SessionTicket.NameClaim), isUnproven);
}
