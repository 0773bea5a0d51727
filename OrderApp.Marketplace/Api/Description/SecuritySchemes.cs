using Microsoft.OpenApi;

namespace OrderApp.Marketplace.Api.Description;

/// <summary>How callers say who they are: with no token, with one that they have, or with one that they get by signing in.</summary>
internal static class SecuritySchemes
{
    private const string SignIn = "signIn";
    private const string Bearer = "bearer";

    public static void AddTo(OpenApiDocument document)
    {
        document.AddComponent(SignIn, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.OAuth2,
            Description = "Authorization code with PKCE (RFC 7636).",
            Flows = new()
            {
                AuthorizationCode = new()
                {
                    AuthorizationUrl = new("/connect/authorize", UriKind.Relative),
                    TokenUrl = new("/connect/token", UriKind.Relative),
                    Scopes = new Dictionary<string, string>
                    {
                        ["openid"] = "Who you are", ["profile"] = "Your name", ["email"] = "Your email address",
                        ["offline_access"] = "Stay signed in",
                    },
                },
            },
        });
        document.AddComponent(Bearer, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" });
        document.Security =
        [
            new(),
            new() { [new OpenApiSecuritySchemeReference(SignIn, document)] = [] },
            new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
        ];
    }
}
