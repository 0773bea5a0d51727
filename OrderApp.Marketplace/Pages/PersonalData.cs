using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrderApp.Marketplace.Api;
using OrderApp.Protos;
using AccountsClient = OrderApp.Protos.Accounts.AccountsClient;

namespace OrderApp.Marketplace.Pages;

/// <summary>What the shop knows of a person, of all services that know something.</summary>
internal sealed class PersonalData(AccountsClient accounts, OrderService.OrderServiceClient orders)
{
    private const int OrdersOnPage = 1000;

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A JSON document: the account as the user service has it, and the orders as order.proto has them.</summary>
    /// <exception cref="Grpc.Core.RpcException">A service is away: half of it would look like all.</exception>
    public async Task<byte[]> WriteAsync(string accountId, CancellationToken cancellationToken)
    {
        var account = await accounts.ExportAccountAsync(new(), cancellationToken: cancellationToken);
        var made = new JsonArray();
        var request = new ListOrdersRequest { CustomerId = accountId, PageSize = OrdersOnPage };
        do
        {
            var page = await orders.ListOrdersAsync(request, cancellationToken: cancellationToken);
            foreach (var order in page.Orders)
                made.Add(JsonNode.Parse(ProtoJson.Formatter.Format(order)));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["account"] = JsonNode.Parse(account.Json), ["orders"] = made }, Format);
    }
}
