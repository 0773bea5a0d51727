using Microsoft.EntityFrameworkCore;
using OrderApp.ServiceDefaults.Auditing;

namespace OrderApp.Books.Storage;

/// <summary>The database catalogdb.</summary>
internal sealed class CatalogueDbContext(DbContextOptions<CatalogueDbContext> options) : DbContext(options)
{
    public DbSet<StoredBook> Books => Set<StoredBook>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddAuditEntries();
        modelBuilder.HasPostgresExtension("pg_trgm");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(CatalogueDbContext).Assembly);
    }
}
