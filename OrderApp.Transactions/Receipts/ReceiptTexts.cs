using System.Globalization;
using System.Net;
using System.Text;
using OrderApp.Payments.Storage;
using OrderApp.ServiceDefaults;

namespace OrderApp.Payments.Receipts;

/// <summary>What the receipts say, in English and Russian, as text and as HTML.</summary>
internal static class ReceiptTexts
{
    private static readonly Words English = new(
        "en", CultureInfo.GetCultureInfo("en-US"), "Your receipt", "Thank you for your order. This is what you paid.", "Your refund",
        "We are paying you back.", "Order", "Date", "{0} each", "{0} free", "Discount", "Total paid", "Paid back now", "Paid back in all", "Reason",
        "buy two books, get one free");

    private static readonly Words Russian = new(
        "ru", CultureInfo.GetCultureInfo("ru-RU"), "Ваш чек", "Спасибо за заказ. Вот что вы оплатили.", "Возврат денег",
        "Мы возвращаем вам деньги.", "Заказ", "Дата", "по {0}", "бесплатно: {0}", "Скидка", "Итого оплачено", "Возвращаем сейчас", "Возвращено всего", "Причина",
        "две книги купи, третья бесплатно");

    public static (string Subject, string Text, string Html) Write(Receipt receipt, ShopMoney money)
    {
        var words = receipt.Language is "ru" ? Russian : English;
        string Amount(long amount) => money.Format(amount, words.Culture);

        var (subject, opening) = receipt.Refund is null ? (words.Subject, words.Opening) : (words.RefundSubject, words.RefundOpening);
        List<(string Name, string Value)> facts =
        [
            (words.Order, receipt.OrderUuid.ToString()),
            (words.Date, $"{receipt.Time.ToString("d", words.Culture)} UTC"),
        ];
        List<(string Name, string Value)> sums = [];
        if (receipt.Content.Discount > 0)
            sums.Add((words.DiscountOf(receipt.Promotion), $"−{Amount(receipt.Content.Discount)}"));
        sums.Add((words.Total, Amount(receipt.Captured)));
        if (receipt.Refund is { } refund)
        {
            facts.Add((words.Reason, refund.Reason));
            sums.Add((words.PaidBack, Amount(refund.Amount)));
            sums.Add((words.PaidBackInAll, Amount(refund.Sum)));
        }

        List<(string Name, string Value)> lines = [.. receipt.Content.Lines.Select(line => (Describe(line, words, Amount), Amount(line.Total)))];
        return (subject, Text(opening, facts, lines, sums), Html(words.Language, subject, opening, facts, lines, sums));
    }

    private static string Describe(ReceiptContent.Line line, Words words, Func<long, string> amount)
    {
        var free = line.Free > 0 ? $", {string.Format(words.Culture, words.Free, line.Free)}" : "";
        return $"{line.Quantity} × {line.Title} ({string.Format(words.Culture, words.Each, amount(line.UnitPrice))}{free})";
    }

    private static string Text(string opening, params IEnumerable<(string Name, string Value)>[] blocks)
    {
        var text = new StringBuilder(opening).Append('\n');
        foreach (var block in blocks)
        {
            text.Append('\n');
            foreach (var (name, value) in block)
                text.Append(name).Append(": ").Append(value).Append('\n');
        }

        return text.ToString();
    }

    private static string Html(
        string language, string subject, string opening, IEnumerable<(string Name, string Value)> facts,
        IEnumerable<(string Name, string Value)> lines, IEnumerable<(string Name, string Value)> sums)
    {
        static string Rows(IEnumerable<(string Name, string Value)> rows, string cell) => string.Concat(rows.Select(row =>
            $"<tr><{cell} align=\"left\">{WebUtility.HtmlEncode(row.Name)}</{cell}><td align=\"right\">{WebUtility.HtmlEncode(row.Value)}</td></tr>\n"));

        return $"""
            <!DOCTYPE html>
            <html lang="{language}"><head><meta charset="utf-8"><title>{subject}</title></head>
            <body><p>{opening}</p>
            <table cellpadding="4">
            {Rows(facts, "th")}{Rows(lines, "td")}{Rows(sums, "th")}</table></body></html>
            """;
    }

    private sealed record Words(
        string Language, CultureInfo Culture, string Subject, string Opening, string RefundSubject, string RefundOpening, string Order, string Date,
        string Each, string Free, string Discount, string Total, string PaidBack, string PaidBackInAll, string Reason, string BuyTwoGetOneFree)
    {
        // A promotion that has no words here yet is called by its name.
        public string DiscountOf(string promotion) => promotion switch
        {
            "" => Discount,
            "buy_two_get_one_free" => $"{Discount} ({BuyTwoGetOneFree})",
            _ => $"{Discount} ({promotion})",
        };
    }
}
