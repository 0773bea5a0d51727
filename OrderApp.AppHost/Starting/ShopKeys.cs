using OrderApp.AppHost.LocalPostgres;

namespace OrderApp.AppHost.Starting;

internal static class ShopKeysSetup
{
    /// <summary>Where the marketplace keeps the keys that protect cookies: the option Web:KeysFolder, else a folder of this clone's own.</summary>
    public static string ShopKeysFolder(this IDistributedApplicationBuilder builder) =>
        builder.Configuration["Web:KeysFolder"] ?? Clone.OfThisProgram().KeysFolder;
}
