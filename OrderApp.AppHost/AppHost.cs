using OrderApp.AppHost.Accounts;
using OrderApp.AppHost.Demo;
using OrderApp.AppHost.Postgres;
using OrderApp.AppHost.Services;
using OrderApp.AppHost.Startup;

var builder = DistributedApplication.CreateBuilder([.. args.Where(option => option is not DemoCommand.Option)]);
var ports = Ports.Read(builder.Configuration);
string[] databases = ["orderdb", "catalogdb", "recommenddb", "inventorydb", "paymentdb", "cartdb", "reviewdb", "userdb", "webdb"];

if (await builder.FindStartupProblemAsync(ports, databases) is { } problem)
{
    await Console.Error.WriteLineAsync(problem);
    return 1;
}

var orderDb = builder.AddPostgresDatabase("orderdb");
var catalogDb = builder.AddPostgresDatabase("catalogdb");
var recommendDb = builder.AddPostgresDatabase("recommenddb");
var inventoryDb = builder.AddPostgresDatabase("inventorydb");
var paymentDb = builder.AddPostgresDatabase("paymentdb");
var cartDb = builder.AddPostgresDatabase("cartdb");
var reviewDb = builder.AddPostgresDatabase("reviewdb");
var userDb = builder.AddPostgresDatabase("userdb");
var webDb = builder.AddPostgresDatabase("webdb");

var users = builder.AddService<Projects.OrderApp_UserService>("userservice")
    .WithReference(userDb).WaitFor(userDb)
    .WithSiteAddress(ports)
    .WithMails();
var firstOperator = FirstOperator.AddTo(users);
var dashboardOperator = DashboardOperator.AddTo(users);

var orders = builder.AddService<Projects.OrderApp_OrderService>("orderservice")
    .WithReference(orderDb).WaitFor(orderDb)
    .WithReference(users).WithOwnToken(users)
    .WithFastestCodeWhenPublished();

var catalogue = builder.AddService<Projects.OrderApp_Catalogue>("catalogue")
    .WithReference(catalogDb).WaitFor(catalogDb)
    .WithReference(users)
    .WithLoadSampleCatalogueCommand(dashboardOperator);

var recommendations = builder.AddService<Projects.OrderApp_Recommendations>("recommendations")
    .WithReference(recommendDb).WaitFor(recommendDb)
    .WithReference(users).WithOwnToken(users)
    .WithReference(catalogue)
    .WithReference(orders);

var inventory = builder.AddService<Projects.OrderApp_Inventory>("inventory")
    .WithReference(inventoryDb).WaitFor(inventoryDb)
    .WithReference(users);

var reviews = builder.AddService<Projects.OrderApp_Reviews>("reviews")
    .WithReference(reviewDb).WaitFor(reviewDb)
    .WithReference(users).WithOwnToken(users)
    .WithReference(orders);

var routes = builder.AddService<Projects.OrderApp_RouteGuide>("routeguide")
    .WithReference(users);

var transactions = builder.AddService<Projects.OrderApp_Transactions>("transactions")
    .WithReference(paymentDb).WaitFor(paymentDb)
    .WithReference(users)
    .WithSiteAddress(ports)
    .WithMails();

var cart = builder.AddService<Projects.OrderApp_Cart>("cart")
    .WithReference(cartDb).WaitFor(cartDb)
    .WithReference(users).WithOwnToken(users)
    .WithReference(catalogue)
    .WithReference(inventory)
    .WithReference(transactions)
    .WithReference(orders)
    .WithSiteAddress(ports)
    .WithMails();

builder.AddService<Projects.OrderApp_Marketplace>("marketplace")
    .WithReference(webDb).WaitFor(webDb)
    .WithReference(orders).WaitFor(orders)
    // Not waited for: the shop sells without them.
    .WithReference(catalogue)
    .WithReference(recommendations)
    .WithReference(inventory)
    .WithReference(cart)
    .WithReference(reviews)
    .WithReference(routes)
    .WithReference(transactions)
    .WithReference(users).WithOwnToken(users)
    .WithEndpoint("http", pages => pages.Port = ports.Pages)
    .WithEndpoint("grpc", frontDoor => frontDoor.Port = ports.FrontDoor)
    .WithExternalHttpEndpoints()
    .WithUrlForEndpoint("http", pages => pages.ShowAs("Marketplace", "/"))
    .WithUrlForEndpoint("http", _ => new() { Url = "/docs/", DisplayText = "API documentation" })
    .WithUrlForEndpoint("http", _ => new() { Url = "/health", DisplayText = "Health", DisplayLocation = UrlDisplayLocation.DetailsOnly })
    .WithDashboardAddress(ports.DashboardAddress)
    .WithDemoData(dashboardOperator, atStart: args.Contains(DemoCommand.Option));

builder.AddResetDataCommand(databases);

var start = builder.ReportStartup(ports.DashboardAddress, firstOperator);
return await start.RunAsync(builder.Build());
