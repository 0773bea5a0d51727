using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OrderApp.Marketplace.Auditing;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Operator.Trail;

/// <summary>What operators did, newest first: by whom, about what, and between which days.</summary>
internal sealed class TrailModel(AuditDesk desk, Accounts.AccountsClient accounts, PagePatience patience) : PageModel
{
    private const int EntriesOnPage = 50;

    /// <summary>The account of an operator.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Who { get; set; }

    /// <summary>What it was about: a number of an order, an account, a payment, or "book 5".</summary>
    [BindProperty(SupportsGet = true)]
    public string? Thing { get; set; }

    /// <summary>The first day, in UTC.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    /// <summary>The last day, in UTC.</summary>
    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? PageToken { get; set; }

    public ListAuditEntriesResponse? Found { get; private set; }

    /// <summary>Why there is no list.</summary>
    public ServiceProblem? Problem { get; private set; }

    /// <summary>The operators' mail addresses, as far as they can be told.</summary>
    public IReadOnlyDictionary<string, string> Emails { get; private set; } = new Dictionary<string, string>();

    public bool IsFiltered => Who is { Length: > 0 } || Thing is { Length: > 0 } || From is { Length: > 0 } || To is { Length: > 0 };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var request = new ListAuditEntriesRequest
        {
            AccountId = Who?.Trim() ?? "", Thing = Thing?.Trim() ?? "", PageSize = EntriesOnPage, PageToken = PageToken ?? "",
            FromTime = Day(From)?.ToTimestamp(), ToTime = Day(To)?.AddDays(1).ToTimestamp(),
        };
        try
        {
            Found = await desk.ListAsync(request, patience.Deadline, cancellationToken);
        }
        catch (RpcException error)
        {
            Problem = ServiceProblem.From(error);
            Response.StatusCode = Problem.HttpStatus;
            return;
        }

        var ids = Found.Entries.Select(entry => entry.AccountId).Distinct();
        var known = await Task.WhenAll(ids.Select(async id =>
            (await accounts.GetAccountAsync(new() { AccountId = id }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync()).Value));
        Emails = known.OfType<Account>().ToDictionary(account => account.AccountId, account => account.Email);
    }

    /// <summary>The address of this list with another filter or page.</summary>
    public string Link(string? who, string? thing, string? pageToken = null)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { ("who", who), ("thing", thing), ("from", From), ("to", To), ("pageToken", pageToken) })
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }

        return "/operator/audit" + query;
    }

    // A date field sends nothing or a day; what else comes is no filter.
    private static DateTime? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1970 and < 9999
            ? day.ToDateTime(default, DateTimeKind.Utc) : null;
}
