using Microsoft.EntityFrameworkCore;

namespace OrderApp.ServiceDefaults.Auditing;

/// <summary>An action of an operator, as it is kept.</summary>
internal sealed record AuditEntryRow
{
    public required Guid Id { get; init; }

    public required DateTime StartTime { get; init; }

    public required string AccountId { get; init; }

    public required string Method { get; init; }

    public required string[] Things { get; init; }

    /// <summary>JSON, yet a text: what a caller sends may hold what PostgreSQL's own JSON does not take.</summary>
    public required string Request { get; init; }

    public DateTime? EndTime { get; init; }

    public string? Status { get; init; }

    public string? Reason { get; init; }
}

/// <summary>The table of the audit trail, the same in every database.</summary>
public static class AuditEntryModel
{
    /// <summary>Adds the table audit_entries to a service's model.</summary>
    public static ModelBuilder AddAuditEntries(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        return modelBuilder.Entity<AuditEntryRow>(entry =>
        {
            entry.ToTable("audit_entries");
            entry.HasKey(row => row.Id);
            entry.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
            entry.Property(row => row.StartTime).HasColumnName("start_time");
            entry.Property(row => row.AccountId).HasColumnName("account_id");
            entry.Property(row => row.Method).HasColumnName("method");
            entry.Property(row => row.Things).HasColumnName("things");
            entry.Property(row => row.Request).HasColumnName("request");
            entry.Property(row => row.EndTime).HasColumnName("end_time");
            entry.Property(row => row.Status).HasColumnName("status");
            entry.Property(row => row.Reason).HasColumnName("reason");
            entry.HasIndex(row => new { row.AccountId, row.Id }).HasDatabaseName("ix_audit_entries_account_id_id");
            entry.HasIndex(row => row.Things).HasMethod("gin").HasDatabaseName("ix_audit_entries_things");
        });
    }
}
