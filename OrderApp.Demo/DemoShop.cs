using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using OrderApp.Demo.Filling;
using OrderApp.Demo.Making;

namespace OrderApp.Demo;

/// <summary>
/// Fills a running shop with made-up books, stock, customers, orders and reviews, by what any client may call: money and stock add up as they do when people
/// buy. What is there already is left as it is, so that doing it again changes nothing, and what was interrupted is completed.
/// </summary>
public static class DemoShop
{
    /// <summary>Fills the shop.</summary>
    /// <param name="frontDoor">Where the gRPC front door is.</param>
    /// <param name="operatorToken">An operator's access token.</param>
    /// <param name="password">The password that the customers get.</param>
    /// <param name="cancellationToken">Ends it; what was done stays.</param>
    /// <returns>What was added.</returns>
    /// <exception cref="RpcException">The shop refused something, or a service is away.</exception>
    public static async Task<DemoReport> FillAsync(Uri frontDoor, string operatorToken, string password, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(frontDoor, new GrpcChannelOptions { ServiceConfig = Patient() });
        var shop = new ShopClients(channel, operatorToken);
        var data = DemoData.Make();

        var shelf = new Shelf(shop);
        var books = await shelf.StockAsync(data.Books, cancellationToken);
        var customers = new List<string>();
        var (orders, reviews) = (0, 0);
        foreach (var customer in data.Customers)
        {
            var visit = await Visit.BeginAsync(shop, customer, password, cancellationToken);
            orders += await new Buying(shop, visit, shelf).BuyAsync(cancellationToken);
            reviews += await new Reviewing(shop, visit, shelf).ReviewAsync(cancellationToken);
            if (visit.IsNew)
                customers.Add(customer.Email);
        }

        return new(books, customers, orders, reviews);
    }

    // Everything that is called is safe to repeat: by its request_id, or because it was looked whether it is done.
    private static ServiceConfig Patient() => new()
    {
        MethodConfigs =
        {
            new MethodConfig
            {
                Names = { MethodName.Default },
                RetryPolicy = new RetryPolicy
                {
                    MaxAttempts = 5,
                    InitialBackoff = TimeSpan.FromMilliseconds(500),
                    MaxBackoff = TimeSpan.FromSeconds(3),
                    BackoffMultiplier = 2,
                    RetryableStatusCodes = { StatusCode.Unavailable },
                },
            },
        },
    };
}
