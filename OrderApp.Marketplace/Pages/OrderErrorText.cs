using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;

namespace OrderApp.Marketplace.Pages;

/// <summary>Why an order was not made or changed, for the person who typed it.</summary>
internal static class OrderErrorText
{
    public static string Of(ServiceProblem problem, IStringLocalizer<Texts> texts) => problem.HttpStatus switch
    {
        StatusCodes.Status400BadRequest => texts["The name must have 1 to 200 characters and no control characters."],
        StatusCodes.Status422UnprocessableEntity => texts["This form was sent before with another name. Open the page again to make one more order."],
        StatusCodes.Status409Conflict => texts["This cannot be done with the order any more: its state has changed."],
        _ => texts[problem.Detail],
    };
}
