using Microsoft.AspNetCore.Localization;
using OrderApp.ServiceDefaults;

namespace OrderApp.Marketplace.Pages;

/// <summary>The pages: Razor Pages in English and Russian, forms with antiforgery tokens.</summary>
internal static class PageSetup
{
    public static readonly string[] Languages = ["en", "ru"];

    public static void AddShopPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddLocalization(options => options.ResourcesPath = "Resources");
        services.AddRazorPages(pages =>
        {
            pages.Conventions.ConfigureFilter(new HandlerGuard());
            pages.Conventions.Add(new PageRules());
        });
        services.AddSingleton(new ShopMoney(configuration[ShopMoney.Setting]));
        services.AddSingleton<PagePatience>();
        services.AddSingleton<PersonalData>();
        services.AddSingleton<Prices>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "antiforgery";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
        });
    }

    /// <summary>The language of a request: the one chosen by the switch, else the browser's, else English.</summary>
    public static void UseShopLanguages(this IApplicationBuilder app) => app.UseRequestLocalization(options =>
    {
        options.SetDefaultCulture(Languages[0]).AddSupportedCultures(Languages).AddSupportedUICultures(Languages);
        options.ApplyCurrentCultureToResponseHeaders = true;
        options.RequestCultureProviders =
        [
            new CookieRequestCultureProvider { CookieName = LanguageSwitch.CookieName },
            new AcceptLanguageHeaderRequestCultureProvider(),
        ];
    });
}
