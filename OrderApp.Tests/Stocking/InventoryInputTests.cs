using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Stocking;

/// <summary>Bad input is refused by the name of its field; what lies on the border is taken.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Tests repeat a run by its seed.")]
public sealed class InventoryInputTests(InventoryFixture fixture, ITestOutputHelper output) : IClassFixture<InventoryFixture>
{
    private const int Rounds = 40;

    private static readonly (string Field, Func<Random, IMessage> Make)[] Bad =
    [
        ("book_ids", random => new GetStockRequest { BookIds = { 1, NotPositive(random) } }),
        ("book_ids", random => new GetStockRequest { BookIds = { Enumerable.Range(1, random.Next(1001, 3000)) } }),
        ("book_ids", random => new GetStockRequest { BookIds = { Enumerable.Range(1, 20), random.Next(1, 21) } }),
        ("book_id", random => Adjust(random, request => request.BookId = NotPositive(random))),
        ("delta", random => Adjust(random, request => request.Delta = random.Next(3) switch
        {
            0 => 0,
            1 => random.Next(1_000_001, int.MaxValue),
            _ => random.Next(int.MinValue, -1_000_000),
        })),
        ("reason", random => Adjust(random, request => request.Reason = BadText(random, 200, required: true))),
        ("request_id", random => Adjust(random, request => request.RequestId = BadText(random, 255, required: false))),
        ("reservation_id", random => Reserve(random, request => request.ReservationId = BadText(random, 255, required: true))),
        ("reservation_id", random => new ConfirmRequest { ReservationId = BadText(random, 255, required: true) }),
        ("reservation_id", random => new ReleaseRequest { ReservationId = BadText(random, 255, required: true) }),
        ("reservation_id", random => new ReturnRequest { ReservationId = BadText(random, 255, required: true) }),
        ("lines", random => Reserve(random, request => request.Lines.Clear())),
        ("lines", random => Reserve(random, request => request.Lines.Add(Enumerable.Range(10, random.Next(100, 300)).Select(Line)))),
        ("lines.book_id", random => Reserve(random, request => request.Lines[random.Next(request.Lines.Count)].BookId = NotPositive(random))),
        ("lines.book_id", random => Reserve(random, request => request.Lines.Add(Line(random.Next(1, request.Lines.Count + 1))))),
        ("lines.quantity", random => Reserve(random, request => request.Lines[random.Next(request.Lines.Count)].Quantity =
            random.Next(2) is 0 ? NotPositive(random) : random.Next(10_001, int.MaxValue))),
        ("ttl", random => Reserve(random, request => request.Ttl = random.Next(5) switch
        {
            0 => new() { Nanos = random.Next(0, 1_000_000_000) },
            1 => new() { Seconds = 3600, Nanos = random.Next(1, 1_000_000_000) },
            2 => new() { Seconds = random.NextInt64(3601, long.MaxValue) },
            3 => new() { Seconds = random.NextInt64(long.MinValue, 0), Nanos = random.Next() },
            _ => new() { Seconds = 5, Nanos = random.Next(2) is 0 ? random.Next(1_000_000_000, int.MaxValue) : -random.Next(1, int.MaxValue) },
        })),
        ("book_id", random => new ListLedgerEntriesRequest { BookId = random.Next(int.MinValue, 0) }),
        ("page_size", random => new ListLedgerEntriesRequest { PageSize = random.Next(int.MinValue, 0) }),
        ("page_token", random => new ListLedgerEntriesRequest { PageToken = new string((char)random.Next('0', 'z'), random.Next(1, 50)) }),
    ];

    private InventoryHost Host => fixture.Host;

    [Fact]
    public async Task Whatever_is_wrong_is_refused_by_the_name_of_its_field_and_changes_nothing()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var entries = await Host.ScalarAsync<long>("SELECT count(*) FROM ledger");

        foreach (var (field, make) in Bad)
        {
            for (var round = 0; round < Rounds; round++)
            {
                var request = make(random);
                var error = await Assert.ThrowsAsync<RpcException>(() => SendAsync(request));
                Assert.True(error.StatusCode == StatusCode.InvalidArgument, $"{request}: {error.Status}");
                Assert.StartsWith($"{field}: ", error.Status.Detail, StringComparison.Ordinal);
                Assert.Equal("INVALID_FIELD", error.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason);
                Assert.Equal(field, error.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations.Single().Field);
            }
        }

        Assert.Equal(entries, await Host.ScalarAsync<long>("SELECT count(*) FROM ledger"));
        Assert.Equal(0, await Host.ScalarAsync<long>("SELECT count(*) FROM reservations"));
    }

    [Fact]
    public async Task What_lies_on_the_border_is_taken()
    {
        var emoji = string.Concat(Enumerable.Repeat("\U0001F4D6", 255));
        await Host.Client.AdjustStockAsync(new() { BookId = int.MaxValue, Delta = 1_000_000, Reason = new string('ж', 200), RequestId = emoji }, Host.Operator);
        await Host.Client.AdjustStockAsync(new() { BookId = int.MaxValue, Delta = -980_000, Reason = "\U0001F4D6" }, Host.Operator);
        foreach (var (id, ttl) in new[] { (emoji, TimeSpan.FromHours(1)), ("'; DROP TABLE stock; --", TimeSpan.FromSeconds(1)) })
        {
            var request = InventoryHost.Request(id, (int.MaxValue, 10_000));
            request.Ttl = Duration.FromTimeSpan(ttl);
            await Host.Client.ReserveAsync(request, Host.Service);
            await Host.ConfirmAsync(id);
            await Host.ReturnAsync(id);
        }

        var hundred = Enumerable.Range(5000, 100).ToList();
        await Task.WhenAll(hundred.Select(book => Host.AdjustAsync(book, 1)));
        await Host.ReserveAsync("hundred lines", hundred.Select(book => (book, 1)));
        await Host.ReleaseAsync("hundred lines");

        Assert.Equal((20_000, 0, 0), await Host.StockAsync(int.MaxValue));
        Assert.Equal(1000, (await Host.Client.GetStockAsync(new() { BookIds = { Enumerable.Range(1, 1000) } })).Stock.Count);
        Assert.Empty((await Host.Client.GetStockAsync(new())).Stock);
        Assert.Empty(await Host.MismatchesAsync());
        await Host.ExecuteAsync("TRUNCATE reservations");
    }

    [Fact]
    public async Task A_page_token_is_of_its_list_alone()
    {
        var book = await fixture.BookAsync(1);
        await Host.AdjustAsync(book, 1);
        var token = (await Host.Client.ListLedgerEntriesAsync(new() { BookId = book, PageSize = 1 }, Host.Operator)).NextPageToken;

        Assert.NotEmpty(token);
        var refused = await InventoryHost.RefusalAsync(() => SendAsync(new ListLedgerEntriesRequest { PageToken = token }));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_FIELD"), refused);
    }

    private static int NotPositive(Random random) => random.Next(3) is 0 ? 0 : random.Next(int.MinValue, 0);

    private static ReservationLine Line(int book) => new() { BookId = book, Quantity = 1 };

    private static AdjustStockRequest Adjust(Random random, Action<AdjustStockRequest> spoil)
    {
        var request = new AdjustStockRequest { BookId = random.Next(1, 10), Delta = random.Next(1, 100), Reason = "counted" };
        spoil(request);
        return request;
    }

    private static ReserveRequest Reserve(Random random, Action<ReserveRequest> spoil)
    {
        var request = new ReserveRequest { ReservationId = "bad", Lines = { Enumerable.Range(1, random.Next(1, 9)).Select(Line) } };
        spoil(request);
        return request;
    }

    private static string BadText(Random random, int max, bool required)
    {
        var tooLong = new string((char)random.Next('a', 'z'), random.Next(max + 1, max * 3));
        var control = $"a{(char)random.Next(0, 32)}b";
        return random.Next(required ? 4 : 2) switch { 0 => tooLong, 1 => control, 2 => "", _ => new string(' ', random.Next(1, 5)) };
    }

    private async Task SendAsync(IMessage request) => _ = request switch
    {
        GetStockRequest get => (IMessage)await Host.Client.GetStockAsync(get),
        AdjustStockRequest adjust => await Host.Client.AdjustStockAsync(adjust, Host.Operator),
        ReserveRequest reserve => await Host.Client.ReserveAsync(reserve, Host.Service),
        ConfirmRequest confirm => await Host.Client.ConfirmAsync(confirm, Host.Service),
        ReleaseRequest release => await Host.Client.ReleaseAsync(release, Host.Service),
        ReturnRequest put => await Host.Client.ReturnAsync(put, Host.Service),
        ListLedgerEntriesRequest list => await Host.Client.ListLedgerEntriesAsync(list, Host.Operator),
        _ => throw new ArgumentException(request.Descriptor.FullName, nameof(request)),
    };
}
