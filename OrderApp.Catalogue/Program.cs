using OrderApp.Books;
using OrderApp.Books.ImportTool;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

if (args is ["import", ..])
    return await ImportProgram.RunAsync(args);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddCatalogue();

var app = builder.Build();
app.UseCallerAuthentication();
app.MapDefaultEndpoints();
app.MapGrpcService<CatalogueGrpcService>();
app.Run();
return 0;
