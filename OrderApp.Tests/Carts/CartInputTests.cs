using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Carts;

/// <summary>Bad input is refused by the name of its field.</summary>
public sealed class CartInputTests(CartFixture fixture) : IClassFixture<CartFixture>
{
    private static readonly string TooLong = new('x', 256);

    private static readonly (string Field, IMessage Request)[] Bad =
    [
        ("cart_id", new GetCartRequest { CartId = "mine" }),
        ("cart_id", new AddItemRequest { CartId = "{00000000-0000-0000-0000-000000000001}", BookId = 1, Quantity = 1 }),
        ("book_id", new AddItemRequest { Quantity = 1 }),
        ("book_id", new AddItemRequest { BookId = -1, Quantity = 1 }),
        ("quantity", new AddItemRequest { BookId = 1 }),
        ("quantity", new AddItemRequest { BookId = 1, Quantity = -1 }),
        ("quantity", new AddItemRequest { BookId = 1, Quantity = 100 }),
        ("quantity", new AddItemRequest { BookId = 1, Quantity = int.MaxValue }),
        ("request_id", new AddItemRequest { BookId = 1, Quantity = 1, RequestId = TooLong }),
        ("request_id", new AddItemRequest { BookId = 1, Quantity = 1, RequestId = "a\0b" }),
        ("book_id", new SetItemRequest { Quantity = 1 }),
        ("quantity", new SetItemRequest { BookId = 1, Quantity = -1 }),
        ("quantity", new SetItemRequest { BookId = 1, Quantity = 100 }),
        ("cart_id", new ClearCartRequest { CartId = "x" }),
        ("from_cart_id", new MergeCartsRequest { CartId = Guid.NewGuid().ToString() }),
        ("cart_id", new MergeCartsRequest { FromCartId = Guid.NewGuid().ToString() }),
        ("cart_id", new GetPromotionRequest { CartId = "x" }),
        ("checkout_id", new GetCheckoutRequest()),
        ("checkout_id", new GetCheckoutRequest { CheckoutId = "x" }),
        ("request_id", Checkout(request => request.RequestId = "")),
        ("request_id", Checkout(request => request.RequestId = TooLong)),
        ("email", Checkout(request => request.Email = "")),
        ("email", Checkout(request => request.Email = "emma")),
        ("email", Checkout(request => request.Email = "Emma <emma@example.com>")),
        ("email", Checkout(request => request.Email = $"{TooLong}@example.com")),
        ("email", Checkout(request => request.Email = "emma@example.com\r\nBcc: x@example.com")),
        ("language", Checkout(request => request.Language = "de")),
        ("payment_token", Checkout(request => request.PaymentToken = "")),
        ("payment_token", Checkout(request => request.PaymentToken = TooLong)),
        ("expected_total", Checkout(request => request.ExpectedTotal = null)),
        ("expected_total", Checkout(request => request.ExpectedTotal.CurrencyCode = "EUR")),
        ("expected_total", Checkout(request => request.ExpectedTotal.Units = -1)),
        ("expected_total", Checkout(request => request.ExpectedTotal.Nanos = 1)),
        ("delivery_address", Checkout(request => request.DeliveryAddress = null)),
        ("delivery_address.name", Checkout(request => request.DeliveryAddress.Name = "")),
        ("delivery_address.line1", Checkout(request => request.DeliveryAddress.Line1 = " ")),
        ("delivery_address.line2", Checkout(request => request.DeliveryAddress.Line2 = TooLong)),
        ("delivery_address.city", Checkout(request => request.DeliveryAddress.City = TooLong)),
        ("delivery_address.region", Checkout(request => request.DeliveryAddress.Region = "a\nb")),
        ("delivery_address.postal_code", Checkout(request => request.DeliveryAddress.PostalCode = "123456789012345678901")),
        ("delivery_address.country", Checkout(request => request.DeliveryAddress.Country = "")),
        ("delivery_address.country", Checkout(request => request.DeliveryAddress.Country = "Deutschland")),
        ("delivery_address.country", Checkout(request => request.DeliveryAddress.Country = "de")),
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Bad.Length)];

    private CartHost Host => fixture.Host;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Whatever_is_wrong_is_refused_by_the_name_of_its_field_and_changes_nothing(int number)
    {
        var (field, request) = Bad[number];
        var customer = Host.NewCustomer();
        await customer.AddAsync(1, 1);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => SendAsync(request, customer.Headers));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.StartsWith($"{field}: ", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(field, refusal.GetRpcStatus()!.GetDetail<BadRequest>().FieldViolations.Single().Field);
        Assert.Equal([(1, 1)], (await customer.GetAsync()).Lines.Select(line => (line.BookId, line.Quantity)));
        Assert.Equal(0, await Host.ScalarAsync<long>($"SELECT count(*) FROM checkouts WHERE cart_id = '{customer.Id}'"));
    }

    [Fact]
    public async Task Lists_and_retries_of_operators_are_checked_too()
    {
        await RefusedAsync("page_size", Host.Client.ListStuckCheckoutsAsync(new() { PageSize = -1 }, Host.Operator));
        await RefusedAsync("page_token", Host.Client.ListStuckCheckoutsAsync(new() { PageToken = "x" }, Host.Operator));
        await RefusedAsync("checkout_id", Host.Client.RetryCheckoutAsync(new(), Host.Operator));

        static async Task RefusedAsync<TAnswer>(string field, AsyncUnaryCall<TAnswer> call)
        {
            var refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
            Assert.StartsWith($"{field}: ", refusal.Status.Detail, StringComparison.Ordinal);
        }
    }

    private static CheckoutRequest Checkout(Action<CheckoutRequest> spoil)
    {
        var request = new Buyer(null!, Guid.Empty, []).Request(100);
        request.CartId = "";
        spoil(request);
        return request;
    }

    private async Task<IMessage> SendAsync(IMessage message, Metadata headers) => message switch
    {
        GetCartRequest request => await Host.Client.GetCartAsync(request, headers),
        AddItemRequest request => await Host.Client.AddItemAsync(request, headers),
        SetItemRequest request => await Host.Client.SetItemAsync(request, headers),
        ClearCartRequest request => await Host.Client.ClearCartAsync(request, headers),
        MergeCartsRequest request => await Host.Client.MergeCartsAsync(request, headers),
        GetPromotionRequest request => await Host.Client.GetPromotionAsync(request, headers),
        GetCheckoutRequest request => await Host.Client.GetCheckoutAsync(request, headers),
        CheckoutRequest request => await Host.Client.CheckoutAsync(request, headers),
        _ => throw new ArgumentException("There is no such request.", nameof(message)),
    };
}
