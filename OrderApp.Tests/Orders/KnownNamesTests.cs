using Grpc.Core;
using OrderApp.Orders.Create;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

public sealed class KnownNamesTests(PostgresServer postgres)
{
    [Fact]
    public void Names_are_known_once_they_were_added_and_each_is_missed_once()
    {
        var names = new KnownNames();
        Assert.Equal(["Emma", "Dune"], names.Missing(["Emma", "Dune", "Emma"]));

        names.Remember(["Emma"]);

        Assert.Equal(["Dune"], names.Missing(["Emma", "Dune"]));
    }

    [Fact]
    public void The_memory_of_names_is_bounded()
    {
        var names = new KnownNames();
        names.Remember(["Emma"]);
        names.Remember([.. Enumerable.Range(0, KnownNames.Limit).Select(number => $"volume {number}")]);

        Assert.Equal(["Emma"], names.Missing(["Emma"]));
    }

    [Fact]
    public async Task After_a_failure_names_are_looked_up_again_because_the_database_may_be_another()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await host.Client.CreateOrderAsync(new() { Name = "Emma" });
        await host.ExecuteAsync(
            """
            ALTER TABLE orders ADD CONSTRAINT no_poison CHECK (name <> 'poison') NOT VALID;
            DELETE FROM order_names;
            """);
        Assert.Equal(StatusCode.Internal, (await Refusal.OfAsync(() => host.Client.CreateOrderAsync(new() { Name = "poison" }).ResponseAsync)).StatusCode);

        await host.Client.CreateOrderAsync(new() { Name = "Emma" });

        Assert.Equal(2, (await host.Client.ListOrdersAsync(new ListOrdersRequest { Query = "emma" })).Orders.Count);
    }
}
