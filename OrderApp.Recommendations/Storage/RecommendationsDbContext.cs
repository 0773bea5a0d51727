using Microsoft.EntityFrameworkCore;
using OrderApp.ServiceDefaults.Auditing;

namespace OrderApp.Recommending.Storage;

/// <summary>The database recommenddb: what was learned of the catalogue and the orders. All of it can be learned again.</summary>
internal sealed class RecommendationsDbContext(DbContextOptions<RecommendationsDbContext> options) : DbContext(options)
{
    public DbSet<KnownBook> Books => Set<KnownBook>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.AddAuditEntries().ApplyConfigurationsFromAssembly(typeof(RecommendationsDbContext).Assembly);
}
