using Microsoft.AspNetCore.Localization;

namespace OrderApp.Marketplace.Pages;

/// <summary>Keeps the language that a reader chose in a cookie and goes back to where they were.</summary>
internal static class LanguageSwitch
{
    public const string CookieName = "language";

    // Anybody may ask for another language: the form needs no antiforgery token, and a page without cookies stays without.
    public static void MapLanguageSwitch(this IEndpointRouteBuilder app) =>
        app.MapPost("/language", async (HttpContext context) =>
        {
            if (!context.Request.HasFormContentType)
                throw new BadHttpRequestException("The body must be a form.", StatusCodes.Status415UnsupportedMediaType);
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var chosen = PageSetup.Languages.FirstOrDefault(language => language == form["language"]) ?? PageSetup.Languages[0];
            context.Response.Cookies.Append(CookieName, CookieRequestCultureProvider.MakeCookieValue(new(chosen)), new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
                MaxAge = TimeSpan.FromDays(365),
                IsEssential = true,
            });
            return Results.LocalRedirect(LocalAddress.OrHome(form["back"]));
        }).AllowAnonymous().ExcludeFromDescription();
}
