using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OrderApp.Recommending.Storage;

/// <summary>That a customer ordered a book, as the order service told.</summary>
internal sealed class Purchase
{
    /// <summary>The order's id. It is of version 7, so that the newest order has the highest.</summary>
    public Guid OrderId { get; init; }

    public int UserId { get; init; }

    public int BookId { get; init; }
}

/// <summary>How purchases are kept: each question about them is answered from an index alone.</summary>
internal sealed class PurchaseConfiguration : IEntityTypeConfiguration<Purchase>
{
    public void Configure(EntityTypeBuilder<Purchase> builder)
    {
        builder.ToTable("purchases");
        builder.HasKey(purchase => purchase.OrderId).HasName("pk_purchases");
        builder.Property(purchase => purchase.OrderId).HasColumnName("order_id").ValueGeneratedNever();
        builder.Property(purchase => purchase.UserId).HasColumnName("user_id");
        builder.Property(purchase => purchase.BookId).HasColumnName("book_id");

        builder.HasIndex(purchase => new { purchase.UserId, purchase.OrderId })
            .IncludeProperties(purchase => purchase.BookId).HasDatabaseName("ix_purchases_last_of_user");
        builder.HasIndex(purchase => new { purchase.BookId, purchase.OrderId })
            .IncludeProperties(purchase => purchase.UserId).HasDatabaseName("ix_purchases_last_of_book");
        builder.HasIndex(purchase => new { purchase.UserId, purchase.BookId }).HasDatabaseName("ix_purchases_user_book");
    }
}
