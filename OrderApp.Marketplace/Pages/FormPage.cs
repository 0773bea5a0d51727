using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;

namespace OrderApp.Marketplace.Pages;

/// <summary>A page with a form about an account: when it is refused it is shown again with what was typed, but for passwords.</summary>
internal abstract class FormPage(IStringLocalizer<Texts> texts) : PageModel
{
    public FormErrors Errors { get; private set; } = FormErrors.None;

    protected PageResult Refused(ServiceProblem problem)
    {
        Errors = FormErrors.Of(problem, texts);
        // 401 would ask a browser for another kind of credentials.
        Response.StatusCode = problem.HttpStatus is StatusCodes.Status401Unauthorized ? StatusCodes.Status400BadRequest : problem.HttpStatus;
        return Page();
    }
}
