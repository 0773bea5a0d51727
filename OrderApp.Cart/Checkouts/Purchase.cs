using System.Text.Json;
using System.Text.Json.Serialization;
using OrderApp.Buying.Pricing;
using OrderApp.Protos;

namespace OrderApp.Buying.Checkouts;

/// <summary>What is bought, as it was when the checkout began: neither prices nor the cart change it any more. Amounts are in the currency's smallest unit.</summary>
internal sealed record Purchase
{
    public required IReadOnlyList<PricedLine> Lines { get; init; }

    public required long Total { get; init; }

    public required long Discount { get; init; }

    public string? Promotion { get; init; }

    /// <summary>Null once the checkout has ended: the order and the receipt have it.</summary>
    public string? Email { get; init; }

    public string? Language { get; init; }

    /// <summary>As <see cref="Email"/>.</summary>
    public Delivery? Address { get; init; }

    [JsonIgnore]
    public IReadOnlyList<CartItem> Items => [.. Lines.Select(line => new CartItem(line.BookId, line.Quantity))];

    public string ToJson() => JsonSerializer.Serialize(this, PurchaseJson.Default.Purchase);

    public static Purchase FromJson(string json) => JsonSerializer.Deserialize(json, PurchaseJson.Default.Purchase)!;
}

/// <summary>Where it is delivered to.</summary>
internal sealed record Delivery(string Name, string Line1, string Line2, string City, string Region, string PostalCode, string Country)
{
    public static Delivery Of(Address address) =>
        new(address.Name, address.Line1, address.Line2, address.City, address.Region, address.PostalCode, address.Country);

    public Address ToMessage() => new()
    {
        Name = Name,
        Line1 = Line1,
        Line2 = Line2,
        City = City,
        Region = Region,
        PostalCode = PostalCode,
        Country = Country,
    };
}

/// <summary>How it is stored.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Purchase))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class PurchaseJson : JsonSerializerContext;
