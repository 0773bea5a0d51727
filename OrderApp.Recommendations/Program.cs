using OrderApp.Books;
using OrderApp.Books.Catalogue;
using OrderApp.Books.ImportCommand;
using OrderApp.Books.Recommending;
using OrderApp.ServiceDefaults;

if (args is ["import", .. var arguments])
    return await ImportProgram.RunAsync(arguments);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddBooks();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcService<CatalogueGrpcService>();
app.MapGrpcService<RecommendationsGrpcService>();
app.Run();
return 0;
