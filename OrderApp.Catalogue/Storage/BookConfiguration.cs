using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OrderApp.Books.Storage;

/// <summary>How books are kept in PostgreSQL.</summary>
internal sealed class BookConfiguration : IEntityTypeConfiguration<StoredBook>
{
    /// <summary>The first id of an imported book; those before belong to the nine the shop begins with.</summary>
    public const int FirstImportedId = 10;

    public void Configure(EntityTypeBuilder<StoredBook> builder)
    {
        builder.ToTable("books");
        builder.HasKey(book => book.Id).HasName("pk_books");
        builder.Property(book => book.Id).HasColumnName("id").HasIdentityOptions(startValue: FirstImportedId);
        builder.Property(book => book.Source).HasColumnName("source").HasMaxLength(BookLimits.Source);
        builder.Property(book => book.SourceId).HasColumnName("source_id").HasMaxLength(BookLimits.Source);
        builder.Property(book => book.Title).HasColumnName("title").HasMaxLength(BookLimits.Title);
        builder.Property(book => book.Authors).HasColumnName("authors").HasMaxLength(BookLimits.Authors);
        builder.Property(book => book.Year).HasColumnName("year");
        builder.Property(book => book.Isbn).HasColumnName("isbn").HasMaxLength(BookLimits.Isbn);
        builder.Property(book => book.Language).HasColumnName("language").HasMaxLength(BookLimits.Language);
        builder.Property(book => book.AverageRating).HasColumnName("average_rating");
        builder.Property(book => book.RatingsCount).HasColumnName("ratings_count");
        builder.Property(book => book.Category).HasColumnName("category");
        builder.Property(book => book.Price).HasColumnName("price");
        builder.Property(book => book.Hidden).HasColumnName("hidden").HasDefaultValueSql("false");
        builder.Property(book => book.Fingerprint).HasColumnName("fingerprint");
        ConfigureSearch(builder);
        ConfigureSorts(builder);

        builder.HasIndex(book => new { book.Source, book.SourceId }).IsUnique().HasDatabaseName("ux_books_source");
    }

    private static void ConfigureSearch(EntityTypeBuilder<StoredBook> builder)
    {
        builder.Property(book => book.SearchText).HasColumnName("search_text");
        builder.Property(book => book.ShortGrams).HasColumnName("short_grams")
            .HasComputedColumnSql("short_grams(search_text)", stored: true);
        builder.HasIndex(book => book.SearchText).HasDatabaseName("ix_books_search_text")
            .HasMethod("gin").HasOperators("gin_trgm_ops");
        builder.HasIndex(book => book.ShortGrams).HasDatabaseName("ix_books_short_grams").HasMethod("gin");
    }

    private static void ConfigureSorts(EntityTypeBuilder<StoredBook> builder)
    {
        builder.Property(book => book.TitleKey).HasColumnName("title_key").HasMaxLength(SearchText.LongestTitleKey);
        builder.Property(book => book.PopularityKey).HasColumnName("popularity_key")
            .HasComputedColumnSql("-ratings_count", stored: true);
        builder.Property(book => book.YearKey).HasColumnName("year_key")
            .HasComputedColumnSql("coalesce(-year, 2147483647)", stored: true);
        builder.Property(book => book.RatingKey).HasColumnName("rating_key")
            .HasComputedColumnSql("coalesce(-round(average_rating * 1000)::integer, 1)", stored: true);
        builder.HasIndex(book => new { book.PopularityKey, book.Id }).HasDatabaseName("ix_books_popularity");
        builder.HasIndex(book => new { book.TitleKey, book.Id }).HasDatabaseName("ix_books_title");
        builder.HasIndex(book => new { book.YearKey, book.Id }).HasDatabaseName("ix_books_year");
        builder.HasIndex(book => new { book.RatingKey, book.Id }).HasDatabaseName("ix_books_rating");
        builder.HasIndex(book => new { book.Category, book.PopularityKey, book.Id }).HasDatabaseName("ix_books_category_popularity");
    }
}
