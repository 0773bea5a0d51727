using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OrderApp.ServiceDefaults.Auditing;

namespace OrderApp.Reviewing.Storage;

/// <summary>The model of the database reviewdb. Statements are SQL beside the code that runs them; the schema is defined here.</summary>
internal sealed class ReviewDbContext(DbContextOptions<ReviewDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddAuditEntries();
        modelBuilder.Entity<ReviewRow>(review =>
        {
            review.ToTable("reviews", table =>
            {
                table.HasCheckConstraint("reviews_rating", "rating BETWEEN 1 AND 5");
                table.HasCheckConstraint("reviews_author", "(customer_id IS NULL) = (author_name IS NULL)");
            });
            review.Property(row => row.Id).ValueGeneratedNever();
            review.Property(row => row.CreateTime).HasDefaultValueSql("now()");
            review.Property(row => row.UpdateTime).HasDefaultValueSql("now()");
            // Of who deleted his account there may be several: nulls are distinct.
            review.HasIndex(row => new { row.CustomerId, row.BookId }, "ux_reviews_customer_id_book_id").IsUnique();
            review.HasIndex(row => new { row.BookId, row.Id }, "ix_reviews_book_id_id");
        });

        modelBuilder.Entity<RatingsRow>(ratings =>
        {
            ratings.ToTable("ratings", table => table.HasCheckConstraint("ratings_histogram", "cardinality(histogram) = 5 AND 0 <= ALL (histogram)"));
            ratings.HasKey(row => row.BookId);
            ratings.Property(row => row.BookId).ValueGeneratedNever();
        });

        modelBuilder.Entity<PurchaseRow>(purchase =>
        {
            purchase.ToTable("purchases");
            purchase.HasKey(row => new { row.OrderId, row.BookId });
            purchase.HasIndex(row => new { row.CustomerId, row.BookId }, "ix_purchases_customer_id_book_id");
        });

        modelBuilder.Entity<RequestRow>(request =>
        {
            request.ToTable("requests");
            request.HasKey(row => new { row.Caller, row.RequestId });
            request.Property(row => row.Caller).UseCollation("C");
            request.Property(row => row.RequestId).UseCollation("C");
            request.Property(row => row.Answer).HasDefaultValueSql("''");
            request.Property(row => row.StoredTime).HasDefaultValueSql("now()");
            // Rows come in the order of time.
            request.HasIndex(row => row.StoredTime, "ix_requests_stored_time").HasMethod("brin");
        });

        modelBuilder.Entity<FollowedRow>(followed =>
        {
            followed.ToTable("followed");
            followed.Property(row => row.Id).ValueGeneratedNever();
            followed.HasData(new FollowedRow { Id = FollowedRow.OnlyId, DeletedAccountsSequence = 0 });
        });

        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
    }
}
