using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;

namespace OrderApp.Marketplace.Pages.Carts;

/// <summary>Why a cart was not changed or not bought, for the customer.</summary>
internal static class CartErrorText
{
    public static string Of(ServiceProblem problem, IStringLocalizer<Texts> texts) =>
        problem.IsAway ? texts[problem.Detail] : Of(problem.Reason, texts);

    /// <summary>By the reason that the cart service gave.</summary>
    public static string Of(string reason, IStringLocalizer<Texts> texts) => texts[reason switch
    {
        "BOOK_NOT_FOUND" or "BOOK_GONE" => "We do not sell this book any more.",
        "NOT_FOR_SALE" => "This book is not for sale at the moment.",
        "QUANTITY_TOO_LARGE" => "A cart holds up to 99 copies of a book, and up to 100 books.",
        "CART_EMPTY" => "Your cart is empty.",
        "TOTAL_CHANGED" => "The total has changed since you saw it. Nothing was paid.",
        "OUT_OF_STOCK" => "There are not enough copies left. Nothing was paid.",
        "PAYMENT_DECLINED" => "Your payment was declined. Nothing was paid; try another way to pay.",
        "TIMED_OUT" => "The payment took too long, and the purchase was given up. Nothing is charged.",
        "REQUEST_ID_TAKEN" => "This form was sent before. Open the page again to begin anew.",
        _ => "This did not work. Nothing was paid.",
    }];
}
