using Grpc.Core;
using OrderApp.Orders.Common;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

public sealed class OrderDateTests(OrderServiceFixture service) : IClassFixture<OrderServiceFixture>
{
    [Theory]
    // RFC 3339
    [InlineData("2026-11-20T11:36:31.123456Z", "2026-11-20T11:36:31.123456Z")]
    [InlineData("2026-11-20T11:36:31Z", "2026-11-20T11:36:31Z")]
    [InlineData("2026-11-20t11:36:31z", "2026-11-20T11:36:31Z")]
    [InlineData("2026-11-20 11:36:31Z", "2026-11-20T11:36:31Z")]
    [InlineData("2026-11-20T14:36:31+03:00", "2026-11-20T11:36:31Z")]
    [InlineData("2026-11-20T01:36:31-10:30", "2026-11-20T12:06:31Z")]
    [InlineData("2026-11-20T11:36:31-00:00", "2026-11-20T11:36:31Z")]
    [InlineData("2026-11-20T11:36:31+23:59", "2026-11-19T11:37:31Z")]
    [InlineData("2026-11-20", "2026-11-20T00:00:00Z")]
    // as the clients of the specifications write them (Python's str(datetime) and "Z"), and their neighbours
    [InlineData("2026-11-20 11:36:31.123456Z", "2026-11-20T11:36:31.123456Z")]
    [InlineData("2026-11-20 11:36:31.123456+00:00", "2026-11-20T11:36:31.123456Z")]
    [InlineData("2026-11-20 11:36:31.123456", "2026-11-20T11:36:31.123456Z")]
    [InlineData("2026-11-20 11:36:31", "2026-11-20T11:36:31Z")]
    [InlineData("2026-11-20T11:36:31", "2026-11-20T11:36:31Z")]
    // fractions
    [InlineData("2026-11-20T11:36:31.5Z", "2026-11-20T11:36:31.5Z")]
    [InlineData("2026-11-20T11:36:31.000001Z", "2026-11-20T11:36:31.000001Z")]
    [InlineData("2026-11-20T11:36:31.000000Z", "2026-11-20T11:36:31Z")]
    [InlineData("2026-11-20T11:36:31.123456999Z", "2026-11-20T11:36:31.123456Z")]
    [InlineData("2026-11-20T11:36:31.999999999999999999999999999999Z", "2026-11-20T11:36:31.999999Z")]
    // the edges of days and of the calendar
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    [InlineData("2016-12-31T23:59:60.5Z", "2017-01-01T00:00:00.5Z")]
    [InlineData("2024-02-29", "2024-02-29T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00-01:00", "0001-01-01T01:00:00Z")]
    [InlineData("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z")]
    public void Every_form_of_a_date_is_read(string text, string expected)
    {
        Assert.True(OrderDate.TryParse(text, out var utc), $"\"{text}\" was refused");

        Assert.Equal(expected, OrderDate.Format(utc));
        Assert.Equal(DateTimeKind.Utc, utc.Kind);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("1700000000")]
    [InlineData("20-11-2026")]
    [InlineData("2026-1-2")]
    [InlineData("2026-1120")]
    [InlineData("2026-13-01")]
    [InlineData("2026-00-01")]
    [InlineData("2026-11-31")]
    [InlineData("2026-11-00")]
    [InlineData("2026-02-29")]
    // other forms of ISO 8601
    [InlineData("2026")]
    [InlineData("2026-11")]
    [InlineData("20261120")]
    [InlineData("2026-324")]
    [InlineData("2026-W47-5")]
    [InlineData("20261120T113631Z")]
    [InlineData("2026-11-20T11Z")]
    [InlineData("2026-11-20T11:36Z")]
    [InlineData("2026-11-20T24:00:00Z")]
    [InlineData("2026-11-20T11:36:31,5Z")]
    [InlineData("2026-11-20T11:36:31+03")]
    [InlineData("2026-11-20T11:36:31+0300")]
    [InlineData("2026-11-20T11:36:31 +03:00")]
    [InlineData("2026-11-20T08:36:31\u221203:00")]
    [InlineData("2026-11-20T")]
    [InlineData("2026-11-20TZ")]
    [InlineData("2026-11-20Z")]
    [InlineData("2026-11-20T1:2:3Z")]
    [InlineData("2026-11-20T25:00:00Z")]
    [InlineData("2026-11-20T11:60:00Z")]
    [InlineData("2026-11-20T11:36:61Z")]
    [InlineData("2026-11-20T25:00:60Z")]
    [InlineData("2026-11-20T11:36:31.Z")]
    [InlineData("2026-11-20T11:36:31.1.2Z")]
    [InlineData("2026-11-20T11:36:31+24:00")]
    [InlineData("2026-11-20T11:36:31+03:60")]
    [InlineData("2026-11-20T11:36:31 UTC")]
    [InlineData("2026-11-20T11:36:31Z Z")]
    [InlineData("2026-11-20  11:36:31Z")]
    [InlineData(" 2026-11-20")]
    [InlineData("2026-11-20\n")]
    [InlineData("2026-11-20\0")]
    [InlineData("\u0662\u0660\u0662\u0666-11-20")]
    [InlineData("0000-01-01")]
    [InlineData("-2026-11-20")]
    [InlineData("+02026-11-20")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:60Z")]
    [InlineData("9999-12-31T23:30:00-01:00")]
    public async Task What_is_no_date_is_refused_by_the_name_of_its_field(string text)
    {
        Assert.False(OrderDate.TryParse(text, out _), $"\"{text}\" was taken");

        var status = await Refusal.OfAsync(service.Host.Client.CreateOrderAsync(new() { Name = "When?", Date = text }));

        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.StartsWith("date: ", status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z", 1)]
    [InlineData("0001-01-01T00:00:00.000001Z", 1)]
    [InlineData("2026-11-20T11:36:31.123456Z", 2026)]
    [InlineData("9999-12-31T23:59:59.999999Z", 9999)]
    public async Task A_date_comes_back_to_the_microsecond_and_is_a_date_in_the_database_too(string date, int year)
    {
        var order = (await service.Host.Client.CreateOrderAsync(new() { Name = "To the microsecond", Date = date })).Order;

        Assert.Equal(date, order.Date);
        Assert.Equal(date, (await service.Host.Client.ReadOrderAsync(new() { Uuid = order.Uuid })).Order.Date);
        Assert.Equal(1, await service.Host.CountAsync(
            "SELECT count(*) FROM orders WHERE id = $1 AND extract(year FROM date AT TIME ZONE 'UTC') = $2", Guid.Parse(order.Uuid), year));
    }

    [Fact]
    public async Task A_date_that_was_given_back_is_taken_again()
    {
        var first = (await service.Host.Client.CreateOrderAsync(new() { Name = "Round trip" })).Order;

        var second = (await service.Host.Client.CreateOrderAsync(new() { Name = "Round trip", Date = first.Date })).Order;

        Assert.Equal(first.Date, second.Date);
    }

    [Fact]
    public async Task No_date_means_now()
    {
        var before = OrderDate.Now(TimeProvider.System);

        var order = (await service.Host.Client.CreateOrderAsync(new() { Name = "Now" })).Order;

        Assert.True(OrderDate.TryParse(order.Date, out var date));
        Assert.InRange(date, before, DateTime.UtcNow);
        Assert.Equal(order.CreateTime.ToDateTime(), date);
    }
}
