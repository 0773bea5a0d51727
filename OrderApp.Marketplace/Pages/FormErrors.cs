using Grpc.Core;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;

namespace OrderApp.Marketplace.Pages;

/// <summary>Why a form about an account was refused, in the reader's language.</summary>
/// <param name="General">What belongs to no field of the form; null for nothing.</param>
/// <param name="Fields">What is wrong with which field.</param>
internal sealed record FormErrors(string? General, IReadOnlyDictionary<string, string> Fields)
{
    public static readonly FormErrors None = new(null, new Dictionary<string, string>());

    // Nobody types these: they come with a link or with the form.
    private static readonly string[] Hidden = ["token", "request_id", "account_id", "refresh_token"];

    public bool Any => General is not null || Fields.Count > 0;

    public string? this[string field] => Fields.GetValueOrDefault(field);

    public static FormErrors Of(ServiceProblem problem, IStringLocalizer<Texts> texts)
    {
        var typed = problem.Errors.Where(field => !Hidden.Contains(field.Key)).ToDictionary(field => field.Key, field => texts[FieldText(field.Value[0])].Value);
        return new(typed.Count > 0 ? null : texts[GeneralText(problem)].Value, typed);
    }

    private static string GeneralText(ServiceProblem problem) => problem.Code switch
    {
        StatusCode.InvalidArgument when problem.Errors.ContainsKey("token") => "This link does not work any more. Ask for a new mail.",
        StatusCode.Unauthenticated when problem.Reason == "SIGN_IN_REFUSED" => "The email address or the password is wrong, or the address is not confirmed yet.",
        StatusCode.Unauthenticated => "Your session has ended. Sign in again.",
        StatusCode.ResourceExhausted => "Too many tries. Try again in some minutes.",
        _ when problem.IsAway => problem.Detail,
        _ => "The request was not accepted",
    };

    // By what the user service says (AccountRules), which is meant for programs.
    private static string FieldText(string problem) => problem switch
    {
        "must not be empty" => "This must be filled in.",
        "is not an email address" => "This is not an email address.",
        "must have at least 8 characters" => "The password must have at least 8 characters.",
        "is too easy to guess" => "This password is too easy to guess.",
        "is wrong" => "This password is wrong.",
        _ when problem.StartsWith("must not be longer", StringComparison.Ordinal) || problem.StartsWith("must have at most", StringComparison.Ordinal) => "This is too long.",
        _ => "This cannot be taken as it is.",
    };
}
