using Grpc.Core;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;

namespace OrderApp.Marketplace.Pages;

/// <summary>What a browser shows for an address that is not there, or a request that failed.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
internal sealed class ErrorModel : PageModel
{
    public int Status { get; private set; }

    public bool IsForbidden => Status == StatusCodes.Status403Forbidden;

    public bool IsNotFound => Status == StatusCodes.Status404NotFound;

    // For every method, not only those that pages have handlers for: what failed may have been a DELETE.
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        Status = Failed();
        Response.StatusCode = Status;
    }

    public LocalizedString Heading(IStringLocalizer<Texts> texts) => Status switch
    {
        StatusCodes.Status404NotFound => texts["Not found"],
        StatusCodes.Status403Forbidden => texts["This page is not for you"],
        StatusCodes.Status503ServiceUnavailable => texts["A part of the shop is away"],
        < StatusCodes.Status500InternalServerError => texts["The request was not accepted"],
        _ => texts["Something went wrong"],
    };

    private int Failed() => HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error switch
    {
        RpcException error => ServiceProblem.From(error).HttpStatus,
        BadHttpRequestException error => error.StatusCode,
        not null => StatusCodes.Status500InternalServerError,
        // Nothing failed when somebody asks for the page itself.
        null => HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalStatusCode ?? StatusCodes.Status404NotFound,
    };
}
