using System.Net.Mail;
using System.Security.Cryptography;
using Google.Protobuf;
using OrderApp.Buying.Common;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Buying.Checkouts;

/// <summary>A Checkout's fields, checked.</summary>
internal sealed record CheckoutInput(CartKey Cart, string RequestId, byte[] Fingerprint, string Email, string Language, Delivery Address, string PaymentToken, long ExpectedTotal)
{
    private const int MaxKeyLength = 255;
    private const int MaxEmailLength = 254;

    /// <summary>Checks a request; whatever is wrong is INVALID_ARGUMENT with the field's name.</summary>
    public static CheckoutInput Of(CheckoutRequest request, CartKey cart, ShopMoney money) => new(
        cart,
        TextRules.Check("request_id", request.RequestId, MaxKeyLength, required: true),
        FingerprintOf(request),
        CheckEmail(request.Email),
        request.Language is "" or "en" or "ru" ? request.Language : throw GrpcErrors.InvalidArgument("language", "must be \"en\" or \"ru\""),
        CheckAddress(request.DeliveryAddress),
        TextRules.Check("payment_token", request.PaymentToken, MaxKeyLength, required: true),
        money.Parse("expected_total", request.ExpectedTotal));

    // The key and the cart say which checkout is meant; the rest is what it is asked to do.
    private static byte[] FingerprintOf(CheckoutRequest request)
    {
        var content = request.Clone();
        (content.RequestId, content.CartId) = ("", "");
        return SHA256.HashData(content.ToByteArray());
    }

    private static string CheckEmail(string email)
    {
        TextRules.Check("email", email, MaxEmailLength, required: true, oneLine: true);
        return MailAddress.TryCreate(email, out var parsed) && parsed.Address == email ? email : throw GrpcErrors.InvalidArgument("email", "is not an email address");
    }

    private static Delivery CheckAddress(Address? address)
    {
        if (address is null)
            throw GrpcErrors.InvalidArgument("delivery_address", "is required");
        const int MaxLine = 200;
        const int MaxPlace = 100;
        const int MaxPostalCode = 20;
        Check("name", address.Name, MaxLine, required: true);
        Check("line1", address.Line1, MaxLine, required: true);
        Check("line2", address.Line2, MaxLine);
        Check("city", address.City, MaxPlace, required: true);
        Check("region", address.Region, MaxPlace);
        Check("postal_code", address.PostalCode, MaxPostalCode);
        if (address.Country is not { Length: 2 } country || !country.All(char.IsAsciiLetterUpper))
            throw GrpcErrors.InvalidArgument("delivery_address.country", "must be two letters (ISO 3166-1 alpha-2)");
        return Delivery.Of(address);
    }

    private static void Check(string field, string text, int max, bool required = false) =>
        TextRules.Check($"delivery_address.{field}", text, max, required, oneLine: true);
}
