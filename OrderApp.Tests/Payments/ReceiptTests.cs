using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Payments;

public sealed class ReceiptTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_receipt_has_lines_discount_and_total_in_english_as_text_and_html()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        var request = Request("en");

        var transaction = await host.PayAsync(request);
        var mail = await host.Mail.FindAsync(PaymentsHost.Email, "Your receipt");

        Assert.Equal($"receipt.{transaction.TransactionId}@shop.example", mail.MessageId);
        Assert.Contains($"Order: {request.OrderUuid}", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("3 × Crime & <Punishment> ($10.00 each, 1 free): $20.00", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Discount (buy two books, get one free): −$10.00", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Total paid: $25.00", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains(" Crime &amp; &lt;Punishment&gt; ($10.00 each, 1 free)", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("$25.00", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("lang=\"en\"", mail.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_and_a_refund_in_russian_are_russian_with_russian_amounts()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);

        var transaction = await host.PayAsync(Request("ru"));
        await host.RefundAsync(transaction.TransactionId, 500);
        await host.RefundAsync(transaction.TransactionId, 700);
        var receipt = (await host.Mail.FindAsync(PaymentsHost.Email, "Ваш чек")).TextBody!.Replace('\u00A0', ' ');
        await Eventually.TrueAsync(() => Task.FromResult(host.Mail.Mails.Count == 3), "three mails come");
        var refunds = host.Mail.Mails.Where(mail => mail.Subject == "Возврат денег").ToList();

        Assert.Contains("(по 10,00 $, бесплатно: 1): 20,00 $", receipt, StringComparison.Ordinal);
        Assert.Contains("Скидка (две книги купи, третья бесплатно): −10,00 $", receipt, StringComparison.Ordinal);
        Assert.Contains("Итого оплачено: 25,00 $", receipt, StringComparison.Ordinal);
        Assert.Equal(2, refunds.Select(mail => mail.MessageId).Distinct().Count());
        var second = refunds[1].TextBody!.Replace('\u00A0', ' ');
        Assert.Contains("Возвращаем сейчас: 7,00 $", second, StringComparison.Ordinal);
        Assert.Contains("Возвращено всего: 12,00 $", second, StringComparison.Ordinal);
        Assert.Contains("Причина: damaged", second, StringComparison.Ordinal);
        Assert.Contains("lang=\"ru\"", refunds[1].HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_that_is_refused_or_whose_answer_is_lost_comes_again_with_the_same_id_and_no_other_does()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);
        host.Mail.Refuse(1);
        host.Mail.IsBreakingOff = true;

        var transaction = await host.PayAsync();
        await host.CaptureAsync(transaction.TransactionId);
        await host.Mail.FindAsync(PaymentsHost.Email, "Your receipt");
        host.Mail.IsBreakingOff = false;
        await Eventually.TrueAsync(async () => await host.ScalarAsync<long>("SELECT count(*) FROM mails") == 0, "it is sent");

        Assert.True(host.Mail.Mails.Count > 1);
        Assert.Equal([$"receipt.{transaction.TransactionId}@shop.example"], host.Mail.Mails.Select(mail => mail.MessageId).Distinct());
    }

    [Fact]
    public async Task No_mail_tells_of_what_was_only_authorized_voided_or_declined()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);

        await host.VoidAsync((await host.AuthorizeAsync()).TransactionId);
        await Refusal.OfAsync(() => host.AuthorizeAsync(PaymentsHost.NewRequest("sandbox-declined")));
        await host.AuthorizeAsync();

        Assert.Equal(0, await host.ScalarAsync<long>("SELECT count(*) FROM mails"));
        Assert.Empty(host.Mail.Mails);
    }

    [Fact]
    public async Task The_promotion_stands_with_the_transaction()
    {
        await using var host = await PaymentsHost.StartAsync(postgres);

        var transaction = await host.PayAsync(Request("en"));

        Assert.Equal("buy_two_get_one_free", transaction.Promotion);
        Assert.Equal("buy_two_get_one_free", (await host.GetAsync(transaction.TransactionId)).Promotion);
    }

    private static AuthorizeRequest Request(string language)
    {
        var request = PaymentsHost.NewRequest();
        request.Language = language;
        request.Promotion = "buy_two_get_one_free";
        request.Discount = PaymentsHost.Money.ToMessage(1000);
        request.Lines.Add(new ReceiptLine
        {
            Title = "Crime & <Punishment>", Quantity = 3, FreeQuantity = 1, UnitPrice = PaymentsHost.Money.ToMessage(1000), Total = PaymentsHost.Money.ToMessage(2000),
        });
        request.Lines.Add(new ReceiptLine { Title = "Emma", Quantity = 1, UnitPrice = PaymentsHost.Money.ToMessage(500), Total = PaymentsHost.Money.ToMessage(500) });
        return request;
    }
}
