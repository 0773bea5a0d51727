using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OrderApp.ServiceDefaults.Auditing;

namespace OrderApp.Payments.Storage;

/// <summary>
/// The model of the database paymentdb. Statements are SQL beside the code that runs them; the schema is defined here. The schema "sandbox", which
/// stands for the provider's own books, is no part of it.
/// </summary>
internal sealed class PaymentDbContext(DbContextOptions<PaymentDbContext> options) : DbContext(options)
{
    public DbSet<TransactionRow> Transactions => Set<TransactionRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddAuditEntries();
        modelBuilder.Entity<TransactionRow>(transaction =>
        {
            transaction.ToTable("transactions", table => table.HasCheckConstraint(
                "transactions_amounts", "0 <= refunded AND 0 <= refunding AND refunded + refunding <= captured AND captured <= authorized"));
            transaction.Property(row => row.Id).ValueGeneratedNever();
            transaction.Property(row => row.State).HasConversion<short>();
            transaction.Property(row => row.Receipt).HasColumnType("jsonb");
            // The columns of the indexes do not change with the state: an update need not touch them.
            transaction.HasIndex(row => row.OrderUuid, "ux_transactions_held_order").IsUnique().HasFilter("holds_order");
            transaction.HasIndex(row => new { row.OrderUuid, row.Id }, "ix_transactions_order");
            transaction.HasIndex(row => new { row.CustomerId, row.Id }, "ix_transactions_customer").HasFilter("customer_id IS NOT NULL");
        });

        modelBuilder.Entity<OperationRow>(operation =>
        {
            operation.ToTable("operations", table => table.HasCheckConstraint(
                "operations_token", $"token IS NULL OR state IN ({(short)OperationState.Intended}, {(short)OperationState.Unknown})"));
            operation.Property(row => row.Id).ValueGeneratedNever();
            operation.Property(row => row.Caller).UseCollation("C");
            operation.Property(row => row.RequestId).UseCollation("C");
            operation.HasIndex(row => new { row.Caller, row.RequestId }, "ux_operations_request").IsUnique();
            operation.HasIndex(row => row.NextTry, "ix_operations_open")
                .HasFilter($"state IN ({(short)OperationState.Intended}, {(short)OperationState.Unknown})");
            operation.Property(row => row.ResultState).HasConversion<short?>();
        });

        modelBuilder.Entity<MailRow>(mail =>
        {
            mail.ToTable("mails");
            mail.Property(row => row.Id).ValueGeneratedNever();
            mail.HasIndex(row => row.NextTry, "ix_mails_next_try");
        });

        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
    }
}
