using Microsoft.EntityFrameworkCore;
using OrderApp.ServiceDefaults.Auditing;

namespace OrderApp.Stocking.Storage;

/// <summary>The model of the database inventorydb. Statements are SQL beside the code that runs them; the schema is defined here.</summary>
internal sealed class InventoryDbContext(DbContextOptions<InventoryDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddAuditEntries();
        modelBuilder.Entity<StockRow>(stock =>
        {
            stock.ToTable("stock", table => table.HasCheckConstraint("stock_not_below_zero", "available >= 0 AND reserved >= 0 AND sold >= 0"));
            stock.HasKey(row => row.BookId);
            stock.Property(row => row.BookId).HasColumnName("book_id").ValueGeneratedNever();
            stock.Property(row => row.Available).HasColumnName("available").HasDefaultValueSql("0");
            stock.Property(row => row.Reserved).HasColumnName("reserved").HasDefaultValueSql("0");
            stock.Property(row => row.Sold).HasColumnName("sold").HasDefaultValueSql("0");
        });

        modelBuilder.Entity<ReservationRow>(reservation =>
        {
            reservation.ToTable("reservations", table => table.HasCheckConstraint("reservations_lines", "cardinality(book_ids) = cardinality(quantities)"));
            reservation.HasKey(row => row.Id);
            reservation.Property(row => row.Id).HasColumnName("id").UseCollation("C");
            reservation.Property(row => row.State).HasColumnName("state");
            reservation.Property(row => row.ExpiresAt).HasColumnName("expires_at");
            reservation.Property(row => row.BookIds).HasColumnName("book_ids");
            reservation.Property(row => row.Quantities).HasColumnName("quantities");
            reservation.HasIndex(row => row.ExpiresAt).HasFilter($"state = {(short)ReservationState.Reserved}").HasDatabaseName("ix_reservations_expires_at");
        });

        modelBuilder.Entity<LedgerRow>(entry =>
        {
            // Only what comes in or is lost changes how many copies there are.
            entry.ToTable("ledger", table => table.HasCheckConstraint(
                "ledger_balanced",
                $"CASE WHEN kind IN ({(short)LedgerKind.Seed}, {(short)LedgerKind.Adjusted}) THEN delta_reserved = 0 AND delta_sold = 0 "
                + "ELSE delta_available + delta_reserved + delta_sold = 0 END"));
            entry.HasKey(row => row.Id);
            entry.Property(row => row.Id).HasColumnName("id").UseIdentityByDefaultColumn();
            entry.Property(row => row.Time).HasColumnName("time").HasDefaultValueSql("clock_timestamp()");
            entry.Property(row => row.BookId).HasColumnName("book_id");
            entry.Property(row => row.Kind).HasColumnName("kind");
            entry.Property(row => row.DeltaAvailable).HasColumnName("delta_available");
            entry.Property(row => row.DeltaReserved).HasColumnName("delta_reserved");
            entry.Property(row => row.DeltaSold).HasColumnName("delta_sold");
            entry.Property(row => row.ReservationId).HasColumnName("reservation_id");
            entry.Property(row => row.RequestId).HasColumnName("request_id").UseCollation("C");
            entry.Property(row => row.Reason).HasColumnName("reason");
            entry.Property(row => row.Who).HasColumnName("who");
            entry.HasIndex(row => new { row.BookId, row.Id }).HasDatabaseName("ix_ledger_book_id_id");
            // Entries come in the order of time: a block range index finds a day's at next to no cost for writers.
            entry.HasIndex(row => row.Time).HasDatabaseName("ix_ledger_time").HasMethod("brin");
            entry.HasIndex(row => row.RequestId).IsUnique().HasFilter("request_id IS NOT NULL").HasDatabaseName("ux_ledger_request_id");
        });
    }
}
