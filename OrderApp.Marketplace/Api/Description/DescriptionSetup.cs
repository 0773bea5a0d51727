using Microsoft.OpenApi;

namespace OrderApp.Marketplace.Api.Description;

/// <summary>/openapi/v1.json (OpenAPI 3.1), and Swagger UI at /docs with assets of our own.</summary>
internal static class DescriptionSetup
{
    private const string Text = """
        Orders, carts, checkouts, payments, stock, books and routes of the shop as JSON. Messages are those of the gRPC contracts in protobuf's JSON form. Errors are
        problem details (RFC 9457). Who has an account sends its access token as a Bearer token. The same services speak gRPC at the front door.
        """;

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "Online Books For You", Version = "v1", Description = Text };
            SecuritySchemes.AddTo(document);
            return Task.CompletedTask;
        });
    });

    public static void UseApiBrowser(this IApplicationBuilder app) => app.UseSwaggerUI(options =>
    {
        options.RoutePrefix = "docs";
        options.DocumentTitle = "Online Books For You: API";
        options.SwaggerEndpoint("/openapi/v1.json", "v1");
        options.OAuthClientId("swagger");
        options.OAuthUsePkce();
        options.OAuthScopes("openid");
    });
}
