using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;
using Money = Google.Type.Money;

namespace OrderApp.Tests.Payments;

/// <summary>Bad input is refused by the name of its field, and nothing is stored of it.</summary>
public sealed class BadInputTests(PostgresServer postgres)
{
    [Fact]
    public async Task Bad_fields_are_refused_by_name()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        var id = (await host.AuthorizeAsync()).TransactionId;
        AuthorizeRequest Authorize(Action<AuthorizeRequest> spoil)
        {
            var request = PaymentsHost.NewRequest();
            request.Lines.Add(new ReceiptLine { Title = "Dune", Quantity = 1, UnitPrice = PaymentsHost.Money.ToMessage(1), Total = PaymentsHost.Money.ToMessage(1) });
            spoil(request);
            return request;
        }

        RefundRequest Refund(Action<RefundRequest> spoil)
        {
            var request = new RefundRequest { TransactionId = id, Amount = PaymentsHost.Money.ToMessage(1), Reason = "r", RequestId = "1" };
            spoil(request);
            return request;
        }

        (string Field, Func<Task> Call)[] cases =
        [
            .. new (string Field, Action<AuthorizeRequest> Spoil)[]
            {
                ("order_uuid", request => request.OrderUuid = "7"),
                ("amount", request => request.Amount = null),
                ("amount", request => request.Amount = new Money { CurrencyCode = "USD" }),
                ("amount", request => request.Amount = new Money { CurrencyCode = "EUR", Units = 1 }),
                ("amount", request => request.Amount = new Money { CurrencyCode = "USD", Units = -1 }),
                ("amount", request => request.Amount = new Money { CurrencyCode = "USD", Units = 1, Nanos = 1 }),
                ("payment_token", request => request.PaymentToken = ""),
                ("payment_token", request => request.PaymentToken = new string('x', 256)),
                ("request_id", request => request.RequestId = ""),
                ("request_id", request => request.RequestId = "\0"),
                ("customer_id", request => request.CustomerId = "ada"),
                ("email", request => request.Email = ""),
                ("email", request => request.Email = "ada"),
                ("email", request => request.Email = "ada@example.com\r\nBcc: all@example.com"),
                ("email", request => request.Email = "Ada <ada@example.com>"),
                ("language", request => request.Language = "fr"),
                ("promotion", request => request.Promotion = "\n"),
                ("discount", request => request.Discount = new Money { CurrencyCode = "USD", Units = -1 }),
                ("lines", request => request.Lines.AddRange(Enumerable.Range(0, 100).Select(_ => request.Lines[0].Clone()))),
                ("lines[0].title", request => request.Lines[0].Title = ""),
                ("lines[0].quantity", request => request.Lines[0].Quantity = 0),
                ("lines[0].free_quantity", request => request.Lines[0].FreeQuantity = 2),
                ("lines[0].unit_price", request => request.Lines[0].UnitPrice = null),
                ("lines[0].total", request => request.Lines[0].Total = new Money { CurrencyCode = "RUB", Units = 1 }),
            }.Select(one => (one.Field, (Func<Task>)(() => host.AuthorizeAsync(Authorize(one.Spoil))))),
            ("transaction_id", () => host.CaptureAsync("")),
            ("request_id", () => host.CaptureAsync(id, "")),
            ("transaction_id", () => host.VoidAsync("x")),
            ("order_uuid", () => host.VoidOrderAsync("x")),
            ("order_uuid", async () => await host.Client.VoidAsync(new() { TransactionId = id, OrderUuid = id, RequestId = "1" }, host.AsService)),
            .. new (string Field, Action<RefundRequest> Spoil)[]
            {
                ("transaction_id", request => request.TransactionId = "x"),
                ("amount", request => request.Amount = null),
                ("reason", request => request.Reason = ""),
                ("reason", request => request.Reason = new string('x', 201)),
                ("request_id", request => request.RequestId = new string('x', 256)),
            }.Select(one => (one.Field, (Func<Task>)(async () => await host.Client.RefundAsync(Refund(one.Spoil), host.AsService)))),
            ("page_size", async () => await host.Client.ListTransactionsAsync(new() { PageSize = -1 }, host.AsService)),
            ("page_token", async () => await host.Client.ListTransactionsAsync(new() { PageToken = "x" }, host.AsService)),
            ("transaction_id", () => host.GetAsync("x")),
        ];

        foreach (var (field, call) in cases)
        {
            var status = await Refusal.OfAsync(call);
            Assert.Equal((field, StatusCode.InvalidArgument, true), (field, status.StatusCode, status.Detail.StartsWith($"{field}: ", StringComparison.Ordinal)));
        }

        Assert.Equal(1, await host.ScalarAsync<long>("SELECT count(*) FROM operations"));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        var id = Guid.CreateVersion7().ToString();

        foreach (var call in new Func<Task>[] { () => host.GetAsync(id), () => host.CaptureAsync(id), () => host.VoidAsync(id), () => host.RefundAsync(id, 1) })
            Assert.Equal(StatusCode.NotFound, (await Refusal.OfAsync(call)).StatusCode);
    }
}
