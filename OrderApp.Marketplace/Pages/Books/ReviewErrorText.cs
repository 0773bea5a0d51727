using Grpc.Core;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;

namespace OrderApp.Marketplace.Pages.Books;

/// <summary>Why a review was not taken, for who wrote it.</summary>
internal static class ReviewErrorText
{
    public static string Of(ServiceProblem problem, IStringLocalizer<Texts> texts) => texts[problem switch
    {
        { IsAway: true } => problem.Detail,
        _ when problem.Errors.ContainsKey("rating") => "Choose from one to five stars.",
        _ when problem.Errors.ContainsKey("text") => "A review has up to 5,000 characters.",
        { Code: StatusCode.Unauthenticated } => "Your session has ended. Sign in again.",
        { Reason: "REVIEW_HIDDEN" } => "The shop has hidden this review. You can change it, but not delete it.",
        _ => "Your review was not saved.",
    }];
}
