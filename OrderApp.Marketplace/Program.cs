using OrderApp.Marketplace.Api;
using OrderApp.Marketplace.Api.Description;
using OrderApp.Marketplace.Auditing;
using OrderApp.Marketplace.Backends;
using OrderApp.Marketplace.Chat;
using OrderApp.Marketplace.Customers;
using OrderApp.Marketplace.FrontDoor;
using OrderApp.Marketplace.Pages;
using OrderApp.Marketplace.Problems;
using OrderApp.Marketplace.Security;
using OrderApp.Marketplace.Visitors;
using OrderApp.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
// By itself only in Development; elsewhere the build output's compressed files would be answered empty. Published output has no manifest to load.
builder.WebHost.UseStaticWebAssets();
builder.AddServiceDefaults();
builder.AddBackends();
builder.AddAuditDesk();
builder.AddFrontDoor();
builder.AddWebSecurity();
builder.AddVisitors();
builder.Services.AddSingleton<Customer>();
builder.Services.AddSingleton<ChatRoom>();
builder.Services.AddProblems();
builder.Services.AddShopPages(builder.Configuration);
builder.Services.AddApiDescription();

var app = builder.Build();
app.UseProblems();
app.UseRouting();
app.UseFrontDoor();
app.UseWebSecurity();
app.UseShopLanguages();
app.UseVisitors();
app.UseAntiforgery();
app.UseApiBrowser();

app.MapDefaultEndpoints();
app.MapFrontDoor();
app.MapAuditDesk();
app.MapStaticAssets().AllowAnonymous();
app.MapRazorPages().WithStaticAssets();
app.MapLanguageSwitch();
app.MapChat();
app.MapApi();
app.MapOpenApi().AllowAnonymous();
app.Run();
