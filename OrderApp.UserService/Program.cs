using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;
using OrderApp.Users;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.Services.AddSingleton<UserGrpcService>();
// The greeting needs no database: where none is given, it is all there is.
var hasAccounts = !string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(UserSetup.Database));
if (hasAccounts)
    builder.AddAccounts();

var app = builder.Build();
app.MapDefaultEndpoints();
if (hasAccounts)
{
    app.MapAccounts();
}
else
{
    Log.NoAccounts(app.Logger);
    app.UseCallerAuthentication();
}

app.MapGrpcService<UserGrpcService>();
app.Run();
