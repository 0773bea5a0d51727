using System.Text.Json.Nodes;
using Grpc.Core;

namespace OrderApp.Tests.Marketplace;

public sealed class ExportTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_export_holds_every_order_once_and_asks_for_them_in_bounded_pages()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Orders.Add(2500);
        var sizes = new List<int>();
        shop.Orders.BeforeList = request =>
        {
            sizes.Add(request.PageSize);
            return Task.CompletedTask;
        };

        var text = await shop.Http.GetStringAsync(new Uri("/order/export", UriKind.Relative), TestContext.Current.CancellationToken);

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            shop.Orders.All.Select(order => order.Uuid).Order(StringComparer.Ordinal),
            lines.Select(line => (string)JsonNode.Parse(line)!["uuid"]!).Order(StringComparer.Ordinal));
        Assert.Equal([1000, 1000, 1000], sizes);
    }

    [Fact]
    public async Task An_export_sends_what_it_has_while_it_waits_for_the_rest_and_stops_when_its_client_goes()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Orders.Add(2500);
        var secondAsked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource();
        var asked = 0;
        shop.Orders.BeforeList = request =>
        {
            if (Interlocked.Increment(ref asked) == 1)
                return Task.CompletedTask;
            secondAsked.TrySetResult();
            return never.Task;
        };

        using (var answer = await shop.Http.GetAsync(
            new Uri("/order/export", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken))
        {
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            for (var line = 0; line < 1000; line++)
                Assert.NotNull(await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken));
            await secondAsked.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }

        await shop.Orders.ListCancelled.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task An_export_that_fails_halfway_is_cut_and_does_not_look_whole()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Orders.Add(1500);
        shop.Orders.BeforeList = request => request.PageToken.Length == 0
            ? Task.CompletedTask
            : throw new RpcException(new Status(StatusCode.Internal, "broken"));

        await Assert.ThrowsAnyAsync<HttpRequestException>(
            () => shop.Http.GetStringAsync(new Uri("/order/export", UriKind.Relative), TestContext.Current.CancellationToken));
    }
}
