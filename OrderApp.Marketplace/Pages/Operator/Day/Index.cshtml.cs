using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Marketplace.Pages.Operator.Day;

/// <summary>The operator's home: a day of the shop in figures. Each chart is one service's answer; where it is away, only its chart is missing.</summary>
internal sealed class DayModel(
    OrderService.OrderServiceClient orders, Transactions.TransactionsClient transactions, Inventory.InventoryClient inventory, Catalogue.CatalogueClient catalogue, ShopMoney money,
    PagePatience patience, TimeProvider time) : PageModel
{
    private const int Hours = 24;
    private const string Format = "yyyy-MM-dd";

    /// <summary>The day as it was asked for; today where that is none.</summary>
    [BindProperty(SupportsGet = true, Name = "day")]
    public string? Asked { get; set; }

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public DateOnly Day => DateOnly.TryParseExact(Asked, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year > 1970 && day < DateOnly.MaxValue.AddYears(-1) ? day : Today;

    public Reply<OrderStats> Orders { get; private set; } = null!;

    public Reply<PaymentStats> Payments { get; private set; } = null!;

    public Reply<ListStockOutsResponse> StockOuts { get; private set; } = null!;

    /// <summary>What the books that went are called, as far as that is known.</summary>
    public IReadOnlyDictionary<int, string> Titles { get; private set; } = new Dictionary<int, string>();

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var (day, deadline) = (Text(Day), patience.Deadline);
        var orderStats = orders.GetOrderStatsAsync(new() { Day = day }, deadline: deadline, cancellationToken: cancellationToken).ReplyAsync();
        var paymentStats = transactions.GetPaymentStatsAsync(new() { Day = day }, deadline: deadline, cancellationToken: cancellationToken).ReplyAsync();
        StockOuts = await inventory.ListStockOutsAsync(new() { Day = day }, deadline: deadline, cancellationToken: cancellationToken).ReplyAsync();
        if (StockOuts.Value is { StockOuts.Count: > 0 } outs)
        {
            var request = new BatchGetBooksRequest { Ids = { outs.StockOuts.Select(one => one.BookId).Distinct() }, IncludeHidden = true };
            var books = await catalogue.BatchGetBooksAsync(request, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
            Titles = books.Value?.Books.ToDictionary(book => book.Id, book => book.Title) ?? [];
        }

        (Orders, Payments) = (await orderStats, await paymentStats);
    }

    /// <summary>A day as addresses have it.</summary>
    public static string Text(DateOnly day) => day.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>A figure for each hour, zero where there was nothing.</summary>
    public static decimal[] ByHour<THour>(IEnumerable<THour> hours, Func<THour, int> hour, Func<THour, decimal> value)
    {
        var figures = new decimal[Hours];
        foreach (var one in hours.Where(one => hour(one) is >= 0 and < Hours))
            figures[hour(one)] = value(one);
        return figures;
    }

    /// <summary>An amount for people.</summary>
    public string Amount(decimal amount) => money.Format((long)(amount * (decimal)Math.Pow(10, money.Digits)), CultureInfo.CurrentCulture);
}
