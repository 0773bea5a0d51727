using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Demo.Filling;

/// <summary>The services of the shop, and the operator's token for what customers may not do.</summary>
internal sealed class ShopClients(ChannelBase channel, string operatorToken)
{
    public Metadata Operator { get; } = Bearer(operatorToken);

    public Catalogue.CatalogueClient Catalogue { get; } = new(channel);

    public Inventory.InventoryClient Inventory { get; } = new(channel);

    public Accounts.AccountsClient Accounts { get; } = new(channel);

    public Cart.CartClient Cart { get; } = new(channel);

    public OrderService.OrderServiceClient Orders { get; } = new(channel);

    public Transactions.TransactionsClient Transactions { get; } = new(channel);

    public Reviews.ReviewsClient Reviews { get; } = new(channel);

    public static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };
}
