using OrderApp.Books;
using OrderApp.Books.ImportTool;
using OrderApp.ServiceDefaults;

if (args is ["import", ..])
    return await ImportProgram.RunAsync(args);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddCatalogue();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcService<CatalogueGrpcService>();
app.Run();
return 0;
