using OrderApp.Payments;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPayments();

var app = builder.Build();
app.UseCallerAuthentication();
app.MapDefaultEndpoints();
app.MapGrpcService<TransactionsGrpcService>();
app.Run();
