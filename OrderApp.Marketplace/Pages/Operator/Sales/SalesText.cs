using Grpc.Core;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;
using State = OrderApp.Protos.Order.Types.State;

namespace OrderApp.Marketplace.Pages.Operator.Sales;

/// <summary>Orders and payments in the words of the operator's pages.</summary>
internal static class SalesText
{
    public static string Of(State state, IStringLocalizer<Texts> texts) => state switch
    {
        State.Placed => texts["Placed"].Value,
        State.Paid => texts["Paid"].Value,
        State.Shipped => texts["Shipped"].Value,
        State.Delivered => texts["Delivered"].Value,
        State.Cancelled => texts["Cancelled"].Value,
        State.Refunded => texts["Refunded"].Value,
        _ => "",
    };

    public static string Of(Transaction payment, IStringLocalizer<Texts> texts) => payment.State switch
    {
        Transaction.Types.State.Pending => texts["Not known yet"].Value,
        Transaction.Types.State.Authorized => texts["Set aside, not taken yet"].Value,
        Transaction.Types.State.Captured when payment.Refunded is not null => texts["Refunded in part"].Value,
        Transaction.Types.State.Captured => texts["Paid"].Value,
        Transaction.Types.State.Refunded => texts["Refunded"].Value,
        Transaction.Types.State.Voided => texts["Given up"].Value,
        Transaction.Types.State.Declined => texts["Declined"].Value,
        _ => "",
    };

    /// <summary>The style of a state's mark.</summary>
    public static string Mark(State state) => state switch
    {
        State.Cancelled or State.Refunded => "bad",
        State.Delivered => "done",
        _ => "open",
    };

    /// <summary>Why a deed was refused.</summary>
    /// <param name="problem">What the service answered.</param>
    /// <param name="fields">The fields of the form, by their names in the contract.</param>
    /// <param name="texts">The reader's language.</param>
    public static FormErrors Refused(ServiceProblem problem, IReadOnlyDictionary<string, string> fields, IStringLocalizer<Texts> texts)
    {
        var typed = problem.Errors.Where(error => fields.ContainsKey(error.Key))
            .ToDictionary(error => fields[error.Key], error => texts[FieldText(error.Value[0])].Value);
        return new(typed.Count > 0 ? null : texts[GeneralText(problem)].Value, typed);
    }

    private static string GeneralText(ServiceProblem problem) => problem.Reason switch
    {
        "ETAG_MISMATCH" => "Somebody else has changed this order in the meantime. Here is how it is now.",
        "ILLEGAL_TRANSITION" => "As the order is now, this cannot be done.",
        "REFUND_TOO_LARGE" => "This is more than can still be paid back.",
        "PAYMENT_DECLINED" => "The payment provider has refused it.",
        "ORDER_PAID" => "An order that was paid stays.",
        _ when problem.IsAway => problem.Detail,
        _ when problem.Code is StatusCode.PermissionDenied or StatusCode.Unauthenticated => "Only operators may do this.",
        _ when problem.Code is StatusCode.Aborted => "Somebody else has changed this order in the meantime. Here is how it is now.",
        _ => "The request was not accepted",
    };

    private static string FieldText(string problem) => problem switch
    {
        "must not be empty" => "This must be filled in.",
        "must be more than zero" => "This must be more than zero.",
        _ when problem.StartsWith("must have at most", StringComparison.Ordinal) => "This is too long.",
        _ => "This cannot be taken as it is.",
    };
}
