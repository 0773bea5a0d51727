using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using OrderApp.ServiceDefaults.Callers;
using OrderApp.Tests.EndToEnd.Interop;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.EndToEnd.Access;

/// <summary>Every method of every contract, called by everybody. What is called comes from the descriptors: a method without a rule here fails.</summary>
[Collection(nameof(InteropSuite))]
public sealed class RpcMatrixTests(WholeShop shop, ITestOutputHelper output)
{
    internal static readonly Dictionary<string, Rule> RuleOf = new()
    {
        ["order.OrderService/CreateOrder"] = Rule.Anybody,
        ["order.OrderService/ReadOrder"] = Rule.Anybody,
        ["order.OrderService/UpdateOrder"] = Rule.Anybody,
        ["order.OrderService/DeleteOrder"] = Rule.Anybody,
        ["order.OrderService/CancelOrder"] = Rule.Anybody,
        ["order.OrderService/ShipOrder"] = Rule.Operator,
        ["order.OrderService/DeliverOrder"] = Rule.Operator,
        ["order.OrderService/MarkOrderRefunded"] = Rule.OperatorOrService,
        ["order.OrderService/GetOrderStats"] = Rule.Operator,
        ["order.OrderService/ListOrders"] = Rule.Anybody,
        ["order.OrderService/WatchOrders"] = Rule.Anybody,
        ["order.OrderService/ListOrderEvents"] = Rule.Anybody,
        ["order.OrderService/AssignOrders"] = Rule.Service,
        ["catalogue.Catalogue/ListBooks"] = Rule.Anybody,
        ["catalogue.Catalogue/GetBook"] = Rule.Anybody,
        ["catalogue.Catalogue/BatchGetBooks"] = Rule.Anybody,
        ["catalogue.Catalogue/CreateBook"] = Rule.Operator,
        ["catalogue.Catalogue/UpdateBook"] = Rule.Operator,
        ["catalogue.Catalogue/ImportBooks"] = Rule.Operator,
        ["catalogue.Catalogue/FindImportedBooks"] = Rule.Operator,
        ["cart.Cart/GetCart"] = Rule.Anybody,
        ["cart.Cart/AddItem"] = Rule.Anybody,
        ["cart.Cart/SetItem"] = Rule.Anybody,
        ["cart.Cart/ClearCart"] = Rule.Anybody,
        ["cart.Cart/MergeCarts"] = Rule.SignedIn,
        ["cart.Cart/Checkout"] = Rule.Anybody,
        ["cart.Cart/GetCheckout"] = Rule.Anybody,
        ["cart.Cart/ListStuckCheckouts"] = Rule.Operator,
        ["cart.Cart/RetryCheckout"] = Rule.Operator,
        ["cart.Cart/GetPromotion"] = Rule.Anybody,
        ["cart.Campaigns/StartCampaign"] = Rule.Operator,
        ["cart.Campaigns/ListCampaigns"] = Rule.Operator,
        ["Recommendations/Recommend"] = Rule.Anybody,
        ["inventory.Inventory/GetStock"] = Rule.Anybody,
        ["inventory.Inventory/AdjustStock"] = Rule.Operator,
        ["inventory.Inventory/Reserve"] = Rule.Service,
        ["inventory.Inventory/Confirm"] = Rule.Service,
        ["inventory.Inventory/Release"] = Rule.Service,
        ["inventory.Inventory/Return"] = Rule.Service,
        ["inventory.Inventory/ListLowStock"] = Rule.Operator,
        ["inventory.Inventory/ListStockOuts"] = Rule.Operator,
        ["inventory.Inventory/ListLedgerEntries"] = Rule.Operator,
        ["audit.AuditTrail/ListAuditEntries"] = Rule.Operator,
        ["reviews.Reviews/PutReview"] = Rule.SignedIn,
        ["reviews.Reviews/GetMyReview"] = Rule.SignedIn,
        ["reviews.Reviews/ListReviews"] = Rule.Anybody,
        ["reviews.Reviews/GetRatings"] = Rule.Anybody,
        ["reviews.Reviews/DeleteReview"] = Rule.SignedIn,
        ["reviews.Reviews/HideReview"] = Rule.Operator,
        ["reviews.Reviews/ShowReview"] = Rule.Operator,
        ["routeguide.RouteGuide/GetFeature"] = Rule.Anybody,
        ["routeguide.RouteGuide/ListFeatures"] = Rule.Anybody,
        ["routeguide.RouteGuide/RecordRoute"] = Rule.Anybody,
        ["routeguide.RouteGuide/RouteChat"] = Rule.Anybody,
        ["userservice.UserService/GetUser"] = Rule.Anybody,
        ["userservice.Accounts/Register"] = Rule.Anybody,
        ["userservice.Accounts/ConfirmEmail"] = Rule.Anybody,
        ["userservice.Accounts/SignIn"] = Rule.Anybody,
        ["userservice.Accounts/RefreshTokens"] = Rule.Anybody,
        ["userservice.Accounts/SignOut"] = Rule.Anybody,
        ["userservice.Accounts/RequestPasswordReset"] = Rule.Anybody,
        ["userservice.Accounts/ResetPassword"] = Rule.Anybody,
        ["userservice.Accounts/GetAccount"] = Rule.SignedIn,
        ["userservice.Accounts/UpdateAccount"] = Rule.SignedIn,
        ["userservice.Accounts/ChangePassword"] = Rule.SignedIn,
        ["userservice.Accounts/ExportAccount"] = Rule.SignedIn,
        ["userservice.Accounts/DeleteAccount"] = Rule.SignedIn,
        ["userservice.Accounts/ListAccounts"] = Rule.Operator,
        ["userservice.Accounts/ListMailReceivers"] = Rule.Service,
        ["userservice.Accounts/GetMailReceiver"] = Rule.Service,
        ["userservice.Accounts/StopMails"] = Rule.Anybody,
        ["userservice.Accounts/ListDeletedAccounts"] = Rule.Service,
        ["transactions.Transactions/Authorize"] = Rule.Service,
        ["transactions.Transactions/Capture"] = Rule.Service,
        ["transactions.Transactions/Void"] = Rule.Service,
        ["transactions.Transactions/Refund"] = Rule.OperatorOrService,
        ["transactions.Transactions/GetTransaction"] = Rule.SignedIn,
        ["transactions.Transactions/ListTransactions"] = Rule.SignedIn,
        ["transactions.Transactions/GetPaymentStats"] = Rule.Operator,
        ["grpc.health.v1.Health/Check"] = Rule.Anybody,
        ["grpc.health.v1.Health/Watch"] = Rule.Anybody,
        ["grpc.reflection.v1.ServerReflection/ServerReflectionInfo"] = Rule.Anybody,
        ["grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"] = Rule.Anybody,
    };

    private static readonly string[] Methods =
        [.. Contracts.All.SelectMany(file => file.Services).SelectMany(service => service.Methods).Select(PathOf).Distinct()];

    [Fact]
    public void Every_method_of_every_contract_has_a_rule() => Assert.Equal(Methods.Order(), RuleOf.Keys.Order());

    [Fact]
    public void The_rule_of_every_method_stands_at_the_method()
    {
        foreach (var endpoint in shop.Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is not { } method)
                continue;
            var path = method.Method.FullName.TrimStart('/');
            // What answers methods that are not there has no name.
            if (!RuleOf.TryGetValue(path, out var rule))
                continue;
            Assert.Equal((path, rule), (path, RuleAt(endpoint)));
        }
    }

    [Fact]
    public async Task Each_method_lets_in_whom_its_rule_names_and_refuses_all_others()
    {
        using var raw = new RawGrpc(shop.FrontDoor);
        var callers = Enum.GetValues<Who>();
        var tokens = new Dictionary<Who, string?>();
        foreach (var who in callers)
            tokens[who] = await shop.TokenOfAsync(who);
        output.WriteLine($"| method | {string.Join(" | ", callers)} |");
        foreach (var method in Methods)
        {
            var cells = new List<string>();
            foreach (var who in callers)
            {
                // An empty message: whoever is let in is told that it lacks something, or is answered.
                (string, string)[] headers = tokens[who] is { } token ? [("authorization", $"Bearer {token}"), ("grpc-timeout", "500m")] : [("grpc-timeout", "500m")];
                var status = await raw.CallAsync(method, RawGrpc.Frame([]), headers);
                var expected = RuleOf[method].Allows(who) ? StatusCode.OK : who is Who.Nobody ? StatusCode.Unauthenticated : StatusCode.PermissionDenied;
                Assert.Equal((method, who, expected), (method, who, RefusedByRule(status) ? status.StatusCode : StatusCode.OK));
                cells.Add(RefusedByRule(status) ? status.StatusCode is StatusCode.Unauthenticated ? "401" : "403" : "yes");
            }
            output.WriteLine($"| {method} | {string.Join(" | ", cells)} |");
        }
    }

    [Fact]
    public async Task A_token_that_is_not_valid_is_refused_by_every_service_whatever_it_calls()
    {
        using var raw = new RawGrpc(shop.FrontDoor);
        var token = await shop.TokenOfAsync(Who.Operator);
        // Health and reflection at the front door are the marketplace's own, which checks tokens of pages and the JSON API.
        foreach (var method in Methods.Where(method => !method.StartsWith("grpc.", StringComparison.Ordinal)))
        {
            var status = await raw.CallAsync(method, RawGrpc.Frame([]), ("authorization", $"Bearer {token![..^9]}AAAAAAAAA"), ("grpc-timeout", "5S"));
            Assert.Equal((method, StatusCode.Unauthenticated), (method, status.StatusCode));
        }
    }

    // A refusal of the rule, not of the method: that tells whose account it is.
    private static bool RefusedByRule(Status status) => status is
        { StatusCode: StatusCode.Unauthenticated, Detail: "sign in first" } or { StatusCode: StatusCode.PermissionDenied, Detail: "you may not do this" };

    private static Rule? RuleAt(Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return Rule.Anybody;
        // The method's own comes after its class's, and is the stricter one.
        return endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy switch
        {
            Policies.SignedIn => Rule.SignedIn,
            Policies.Operator => Rule.Operator,
            Policies.Service => Rule.Service,
            Policies.OperatorOrService => Rule.OperatorOrService,
            _ => null,
        };
    }

    private static string PathOf(MethodDescriptor method) => $"{method.Service.FullName}/{method.Name}";
}
