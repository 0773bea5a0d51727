using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Operator.Offers;

/// <summary>The promotion's campaigns: begins one, shows how far it is and what it brought.</summary>
internal sealed class CampaignModel(Campaigns.CampaignsClient campaigns, Prices prices, PagePatience patience, IStringLocalizer<Texts> texts) : PageModel
{
    private const string RefreshSeconds = "3";

    /// <summary>Makes a double click one campaign.</summary>
    [BindProperty]
    public string RequestId { get; set; } = Guid.NewGuid().ToString();

    /// <summary>Whether the operator has said that he means it.</summary>
    [BindProperty]
    public bool Confirmed { get; set; }

    public FormErrors Errors { get; private set; } = FormErrors.None;

    public Reply<ListCampaignsResponse> Found { get; private set; } = null!;

    /// <summary>The newest campaign, while its mails go out.</summary>
    public Campaign? UnderWay => Found.Value?.Campaigns.FirstOrDefault(campaign => campaign.State is not Campaign.Types.State.Done);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await ShowAsync(StatusCodes.Status200OK, cancellationToken);
        // Without a script: the page looks again by itself until all mails are out.
        if (UnderWay is not null)
            Response.Headers["Refresh"] = RefreshSeconds;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!Confirmed)
        {
            Errors = new(null, new Dictionary<string, string> { ["confirmed"] = texts["Say first that the mails may go out."].Value });
            await ShowAsync(StatusCodes.Status400BadRequest, cancellationToken);
            return Page();
        }

        var answer = await campaigns.StartCampaignAsync(new() { RequestId = RequestId ?? "" }, cancellationToken: cancellationToken).ReplyAsync();
        if (answer.IsValue)
            return RedirectToPage("/Operator/Offers/Campaign");
        Errors = OperatorText.Of(answer.Problem, texts);
        await ShowAsync(answer.Problem.HttpStatus, cancellationToken);
        return Page();
    }

    public string Revenue(Campaign campaign) => campaign.Revenue is null ? "" : prices.Text(campaign.Revenue);

    private async Task ShowAsync(int status, CancellationToken cancellationToken)
    {
        Found = await campaigns.ListCampaignsAsync(new(), deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        Response.StatusCode = Found.Problem?.HttpStatus ?? status;
    }
}
