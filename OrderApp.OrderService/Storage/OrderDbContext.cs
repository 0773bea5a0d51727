using Microsoft.EntityFrameworkCore;
using OrderApp.ServiceDefaults.Auditing;

namespace OrderApp.Orders.Storage;

/// <summary>The model of the database orderdb. Hot statements are SQL beside the code that runs them; the schema is defined here.</summary>
internal sealed class OrderDbContext(DbContextOptions<OrderDbContext> options) : DbContext(options)
{
    /// <summary>The id of the only row of <see cref="OrderFeedRow"/>.</summary>
    public const int FeedId = 1;

    private const string NobodySql = "'00000000-0000-0000-0000-000000000000'::uuid";

    public DbSet<OrderRow> Orders => Set<OrderRow>();

    public DbSet<OrderChangeRow> Changes => Set<OrderChangeRow>();

    public DbSet<OrderRequestRow> Requests => Set<OrderRequestRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddAuditEntries();
        modelBuilder.HasPostgresExtension("pg_trgm");

        modelBuilder.Entity<OrderRow>(order =>
        {
            order.ToTable("orders");
            order.HasKey(row => row.Id);
            order.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
            order.Property(row => row.Name).HasColumnName("name");
            order.Property(row => row.Completed).HasColumnName("completed");
            order.Property(row => row.Date).HasColumnName("date");
            order.Property(row => row.UserId).HasColumnName("user_id");
            order.Property(row => row.BookId).HasColumnName("book_id");
            order.Property(row => row.Version).HasColumnName("version");
            order.Property(row => row.CreateTime).HasColumnName("create_time");
            order.Property(row => row.UpdateTime).HasColumnName("update_time");
            // The place of its creation in the feed; null once a change has written the creation down in order_changes.
            order.Property<long?>("CreatedPosition").HasColumnName("created_position");
            order.Property(row => row.CustomerId).HasColumnName("customer_id");
            // Orders of the old contract have none of these.
            order.Property(row => row.State).HasColumnName("state");
            order.Property<bool>("Paid").HasColumnName("paid").HasDefaultValueSql("false");
            order.Property(row => row.Total).HasColumnName("total");
            order.Property(row => row.Currency).HasColumnName("currency");
            order.Ignore(row => row.Details);
            order.Property<string?>("DetailsJson").HasColumnName("details").HasColumnType("jsonb");
            order.HasIndex(row => new { row.Completed, row.Id }).HasDatabaseName("ix_orders_completed_id");
            // Only equal names are looked for in it: bytes tell, where the rules of a language would take their time with every order that is added.
            order.HasIndex(row => new { row.Name, row.Id }).HasDatabaseName("ix_orders_name_id").UseCollation("C", null!);
            // Nobody's orders are not in it, so they cost no more than before.
            order.HasIndex(row => new { row.CustomerId, row.Id }).HasFilter("customer_id IS NOT NULL").HasDatabaseName("ix_orders_customer_id_id");
            order.HasIndex("CreatedPosition").IsUnique().HasFilter("created_position IS NOT NULL").HasDatabaseName("ix_orders_created_position");
        });

        modelBuilder.Entity<OrderNameRow>(known =>
        {
            known.ToTable("order_names");
            known.HasKey(row => row.Name);
            known.Property(row => row.Name).HasColumnName("name");
            known.HasIndex(row => row.Name).HasDatabaseName("ix_order_names_trigrams").HasMethod("gin").HasOperators("gin_trgm_ops");
        });

        modelBuilder.Entity<OrderRequestRow>(request =>
        {
            request.ToTable("order_requests");
            request.HasKey(row => new { row.RequestId, row.CustomerId });
            request.Property(row => row.RequestId).HasColumnName("request_id").UseCollation("C");
            request.Property(row => row.CustomerId).HasColumnName("customer_id").HasDefaultValueSql(NobodySql);
            request.Property(row => row.Fingerprint).HasColumnName("fingerprint");
            request.Property(row => row.OrderId).HasColumnName("order_id");
            request.Property(row => row.Date).HasColumnName("date");
            request.Property(row => row.CreateTime).HasColumnName("create_time");
            request.Property(row => row.StoredTime).HasColumnName("stored_time").HasDefaultValueSql("now()");
            // Rows come in the order of time: a block range index finds the old ones at next to no cost for writers.
            request.HasIndex(row => row.StoredTime).HasDatabaseName("ix_order_requests_stored_time").HasMethod("brin");
            // For what is struck out when an account is deleted.
            request.HasIndex(row => row.CustomerId).HasFilter($"customer_id <> {NobodySql}").HasDatabaseName("ix_order_requests_customer_id");
        });

        modelBuilder.Entity<OrderChangeRow>(change =>
        {
            change.ToTable("order_changes");
            change.HasKey(row => row.Position);
            change.Property(row => row.Position).HasColumnName("position").ValueGeneratedNever();
            change.Property(row => row.Type).HasColumnName("type");
            change.Property(row => row.EventTime).HasColumnName("event_time");
            change.Property(row => row.OrderId).HasColumnName("order_id");
            change.Property(row => row.Name).HasColumnName("name");
            change.Property(row => row.Completed).HasColumnName("completed");
            change.Property(row => row.Date).HasColumnName("date");
            change.Property(row => row.UserId).HasColumnName("user_id");
            change.Property(row => row.BookId).HasColumnName("book_id");
            change.Property(row => row.Version).HasColumnName("version");
            change.Property(row => row.CreateTime).HasColumnName("create_time");
            change.Property(row => row.CustomerId).HasColumnName("customer_id");
            change.Property(row => row.State).HasColumnName("state");
            change.Property(row => row.Total).HasColumnName("total");
            change.Property(row => row.Currency).HasColumnName("currency");
            change.Property(row => row.Details).HasColumnName("details").HasColumnType("jsonb");
            // For what is struck out when an account is deleted.
            change.HasIndex(row => new { row.CustomerId, row.Position }).HasFilter("customer_id IS NOT NULL").HasDatabaseName("ix_order_changes_customer_id_position");
            change.HasIndex(row => new { row.OrderId, row.Position }).HasDatabaseName("ix_order_changes_order_id_position");
        });

        modelBuilder.Entity<OrderFeedRow>(feed =>
        {
            feed.ToTable("order_feed");
            feed.HasKey(row => row.Id);
            feed.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
            feed.Property(row => row.Position).HasColumnName("position");
            feed.Property(row => row.FirstKept).HasColumnName("first_kept");
            feed.HasData(new OrderFeedRow { Id = FeedId, Position = 0, FirstKept = 1 });
        });

        modelBuilder.Entity<OrderFeedMarkRow>(mark =>
        {
            mark.ToTable("order_feed_marks");
            mark.HasKey(row => row.MarkedTime);
            mark.Property(row => row.MarkedTime).HasColumnName("marked_time").HasDefaultValueSql("clock_timestamp()");
            mark.Property(row => row.Position).HasColumnName("position");
        });

        modelBuilder.Entity<DeletedAccountsRow>(known =>
        {
            known.ToTable("deleted_accounts");
            known.HasKey(row => row.Id);
            known.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
            known.Property(row => row.Sequence).HasColumnName("sequence");
            known.HasData(new DeletedAccountsRow { Id = 1, Sequence = 0 });
        });
    }
}

/// <summary>
/// A name that some order has or had. Many orders share a name, so the index of substrings is kept over names: that is what makes
/// searching cheap for those who search and next to free for those who write.
/// </summary>
internal sealed record OrderNameRow
{
    public required string Name { get; init; }
}

/// <summary>The single row that tells up to which place in the user service's list deleted accounts were struck out for good.</summary>
internal sealed record DeletedAccountsRow
{
    public required int Id { get; init; }

    public required long Sequence { get; init; }
}
