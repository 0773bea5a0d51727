namespace OrderApp.Marketplace.Pages.Operator.Importing;

/// <summary>What imports in the browser are made of.</summary>
internal static class ImportSetup
{
    public static void AddBookImports(this IServiceCollection services)
    {
        services.AddSingleton<ImportDesk>();
        services.AddHostedService(provider => provider.GetRequiredService<ImportDesk>());
        services.AddSingleton<ImportRun>();
    }
}
