using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderApp.Protos;

namespace OrderApp.Recommending.Storage;

/// <summary>A book of the catalogue that can be recommended: one that has a category.</summary>
internal sealed class KnownBook
{
    /// <summary>The book's id in the catalogue.</summary>
    public int Id { get; init; }

    public required string Title { get; init; }

    public BookCategory Category { get; init; }

    /// <summary>
    /// The rating as a few ratings more or less would not change it: that of a book with few is drawn towards 3.5. Absent when
    /// nobody has rated the book.
    /// </summary>
    public double? Merit { get; init; }

    /// <summary>A fixed random number; an index over it finds a random window of a category without reading all of it.</summary>
    public double Shuffle { get; init; }
}

/// <summary>How known books are kept: each question about them is answered from an index.</summary>
internal sealed class KnownBookConfiguration : IEntityTypeConfiguration<KnownBook>
{
    public void Configure(EntityTypeBuilder<KnownBook> builder)
    {
        builder.ToTable("books");
        builder.HasKey(book => book.Id).HasName("pk_books");
        builder.Property(book => book.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(book => book.Title).HasColumnName("title");
        builder.Property(book => book.Category).HasColumnName("category");
        builder.Property(book => book.Merit).HasColumnName("merit");
        builder.Property(book => book.Shuffle).HasColumnName("shuffle").HasDefaultValueSql("random()");

        builder.HasIndex(book => new { book.Category, book.Merit, book.Id }).IsDescending(false, true, false).HasDatabaseName("ix_books_category_merit");
        builder.HasIndex(book => new { book.Category, book.Shuffle }).HasDatabaseName("ix_books_category_shuffle");
    }
}
