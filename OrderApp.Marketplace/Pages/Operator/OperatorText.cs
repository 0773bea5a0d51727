using Grpc.Core;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;

namespace OrderApp.Marketplace.Pages.Operator;

/// <summary>Why a form about books or stock was refused, in the reader's language.</summary>
internal static class OperatorText
{
    private const string OfBook = "book.";

    /// <summary>What is told above the form, and what at which field; fields are called as in the contract.</summary>
    public static FormErrors Of(ServiceProblem problem, IStringLocalizer<Texts> texts)
    {
        var fields = problem.Errors.Where(field => field.Key is not "request_id").ToDictionary(
            field => field.Key.StartsWith(OfBook, StringComparison.Ordinal) ? field.Key[OfBook.Length..] : field.Key,
            field => texts[FieldText(field.Value[0])].Value);
        return new(fields.Count > 0 ? null : texts[GeneralText(problem)].Value, fields);
    }

    private static string GeneralText(ServiceProblem problem) => problem.Reason switch
    {
        "ETAG_MISMATCH" => "Somebody else has changed this book in the meantime. Open it again to see how it is now.",
        "OUT_OF_STOCK" => "There are not that many copies to take out.",
        "STOCK_TOO_LARGE" => "There would be more copies than can be counted.",
        "CAMPAIGN_UNDER_WAY" => "Mails of the campaign before still wait to be sent.",
        "REQUEST_ID_TAKEN" => "This form was sent before with something else in it. Open the page again to go on.",
        "BOOK_NOT_FOUND" => "This book is not there any more.",
        _ when problem.IsAway => problem.Detail,
        _ when problem.Code is StatusCode.PermissionDenied or StatusCode.Unauthenticated => "Only operators may do this.",
        _ => "The request was not accepted",
    };

    private static string FieldText(string problem) => problem switch
    {
        "must not be empty" => "This must be filled in.",
        "must be more than zero" => "This must be more than zero.",
        _ when problem.StartsWith("must have at most", StringComparison.Ordinal) => "This is too long.",
        _ when problem.StartsWith("must be between", StringComparison.Ordinal) => "This number is too large or too small.",
        _ when problem.StartsWith("must be from", StringComparison.Ordinal) => "This number is too large or too small.",
        _ => "This cannot be taken as it is.",
    };
}
