using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Collections;
using MimeKit;
using OrderApp.Payments.Common;
using OrderApp.Payments.Providers;
using OrderApp.Payments.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Payments.Authorizing;

/// <summary>An Authorize that was checked.</summary>
internal sealed record NewPayment(
    Guid OrderUuid, Guid? CustomerId, long Amount, PaymentToken Token, string Promotion, string Email, string Language, string Receipt)
{
    private const int MaxTokenLength = 255;
    private const int MaxEmailLength = 254;
    private const int MaxPromotionLength = 100;
    private const int MaxLines = 100;
    private const int MaxTitleLength = 500;
    private static readonly string[] Languages = ["", "en", "ru"];

    /// <summary>Checks a request; whatever is wrong is INVALID_ARGUMENT with the field's name.</summary>
    public static NewPayment Of(AuthorizeRequest request, ShopMoney money)
    {
        var order = Ids.Parse("order_uuid", request.OrderUuid);
        var amount = money.Parse("amount", request.Amount);
        // Nothing of the token is ever said, not even what is wrong in it.
        if (request.PaymentToken.Length is 0 or > MaxTokenLength || request.PaymentToken.Any(char.IsControl))
            throw GrpcErrors.InvalidArgument("payment_token", $"must have 1 to {MaxTokenLength} characters and no control characters");
        Guid? customer = request.CustomerId.Length == 0 ? null : Ids.Parse("customer_id", request.CustomerId);
        if (!Languages.Contains(request.Language))
            throw GrpcErrors.InvalidArgument("language", "must be en or ru");
        var email = CheckEmail(request.Email);
        var promotion = TextRules.Check("promotion", request.Promotion, MaxPromotionLength, oneLine: true);
        var receipt = new ReceiptContent(money.Parse("discount", request.Discount, zero: true), CheckLines(request.Lines, money));
        return new(
            order, customer, amount, new(request.PaymentToken), promotion, email, request.Language is "ru" ? "ru" : "en", JsonSerializer.Serialize(receipt));
    }

    private static List<ReceiptContent.Line> CheckLines(RepeatedField<ReceiptLine> lines, ShopMoney money)
    {
        if (lines.Count > MaxLines)
            throw GrpcErrors.InvalidArgument("lines", $"must be at most {MaxLines}, are {lines.Count}");
        var content = new List<ReceiptContent.Line>(lines.Count);
        foreach (var line in lines)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"lines[{content.Count}]");
            TextRules.Check($"{field}.title", line.Title, MaxTitleLength, required: true, oneLine: true);
            if (line.Quantity < 1)
                throw GrpcErrors.InvalidArgument($"{field}.quantity", "must be at least 1");
            if (line.FreeQuantity < 0 || line.FreeQuantity > line.Quantity)
                throw GrpcErrors.InvalidArgument($"{field}.free_quantity", "must be between 0 and quantity");
            content.Add(new(
                line.Title, line.Quantity, line.FreeQuantity, money.Parse($"{field}.unit_price", line.UnitPrice),
                money.Parse($"{field}.total", line.Total, zero: true)));
        }

        return content;
    }

    private static string CheckEmail(string email)
    {
        TextRules.Check("email", email, MaxEmailLength, required: true, oneLine: true);
        return MailboxAddress.TryParse(email, out var mailbox) && mailbox.Address == email && email.Contains('@', StringComparison.Ordinal)
            ? email
            : throw GrpcErrors.InvalidArgument("email", "must be an email address");
    }
}
