using OrderApp.Books.Changing;
using OrderApp.Books.Importing;
using OrderApp.Books.Listing;
using OrderApp.Books.Storage;
using OrderApp.ServiceDefaults;

namespace OrderApp.Books;

/// <summary>What the catalogue is made of.</summary>
internal static class CatalogueSetup
{
    public static void AddCatalogue(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<CatalogueDbContext>("catalogdb");
        builder.Services.AddSingleton(_ => new ShopMoney(builder.Configuration[ShopMoney.Setting]));
        builder.Services.AddSingleton<BookRules>();
        builder.Services.AddScoped<BookList>();
        builder.Services.AddScoped<BookChange>();
        builder.Services.AddScoped<NewBook>();
        builder.Services.AddScoped<ImportedBooks>();
        builder.Services.AddSingleton<BookWriter>();
        builder.Services.AddSingleton<BookImport>();
    }
}
