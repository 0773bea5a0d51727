using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Operator.People;

/// <summary>Accounts, newest first: all, or those whose address or name begins with something.</summary>
internal sealed class PeopleModel(Accounts.AccountsClient accounts, PagePatience patience) : PageModel
{
    private const int AccountsOnPage = 50;

    [BindProperty(SupportsGet = true)]
    public string? Query { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? PageToken { get; set; }

    public Reply<ListAccountsResponse> Found { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var request = new ListAccountsRequest { Query = Query?.Trim() ?? "", PageSize = AccountsOnPage, PageToken = PageToken ?? "" };
        Found = await accounts.ListAccountsAsync(request, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        Response.StatusCode = Found.Problem?.HttpStatus ?? StatusCodes.Status200OK;
    }

    /// <summary>The address of another page of this list.</summary>
    public string Link(string pageToken)
    {
        var query = new QueryBuilder { { "pageToken", pageToken } };
        if (!string.IsNullOrEmpty(Query))
            query.Add("query", Query);
        return "/operator/customers" + query;
    }
}
