using Microsoft.EntityFrameworkCore;

#nullable disable

namespace OrderApp.Orders.Storage.Migrations;

internal sealed partial class NamesByTheirBytes
{
    /// <inheritdoc />
    protected override void BuildTargetModel(ModelBuilder modelBuilder)
    {
        modelBuilder
            .HasAnnotation("ProductVersion", "10.0.14")
            .HasAnnotation("Relational:MaxIdentifierLength", 63);

        NpgsqlModelBuilderExtensions.HasPostgresExtension(modelBuilder, "pg_trgm");
        NpgsqlModelBuilderExtensions.UseIdentityByDefaultColumns(modelBuilder);

        modelBuilder.Entity("OrderApp.Orders.Storage.OrderRow", b =>
        {
            b.Property<Guid>("Id").ValueGeneratedNever().HasColumnType("uuid").HasColumnName("id");
            b.Property<int?>("BookId").HasColumnType("integer").HasColumnName("book_id");
            b.Property<bool>("Completed").HasColumnType("boolean").HasColumnName("completed");
            b.Property<DateTime>("CreateTime").HasColumnType("timestamp with time zone").HasColumnName("create_time");
            b.Property<long?>("CreatedPosition").HasColumnType("bigint").HasColumnName("created_position");
            b.Property<DateTime>("Date").HasColumnType("timestamp with time zone").HasColumnName("date");
            b.Property<string>("Name").IsRequired().HasColumnType("text").HasColumnName("name");
            b.Property<DateTime>("UpdateTime").HasColumnType("timestamp with time zone").HasColumnName("update_time");
            b.Property<int?>("UserId").HasColumnType("integer").HasColumnName("user_id");
            b.Property<long>("Version").HasColumnType("bigint").HasColumnName("version");
            b.HasKey("Id");
            b.HasIndex("CreatedPosition").IsUnique().HasDatabaseName("ix_orders_created_position").HasFilter("created_position IS NOT NULL");
            b.HasIndex("Completed", "Id").HasDatabaseName("ix_orders_completed_id");
            b.HasIndex("Name", "Id").HasDatabaseName("ix_orders_name_id");
            NpgsqlIndexBuilderExtensions.UseCollation(b.HasIndex("Name", "Id"), new[] { "C", null });
            b.ToTable("orders", (string)null);
        });

        modelBuilder.Entity("OrderApp.Orders.Storage.OrderNameRow", b =>
        {
            b.Property<string>("Name").HasColumnType("text").HasColumnName("name");
            b.HasKey("Name");
            b.HasIndex("Name").HasDatabaseName("ix_order_names_trigrams");
            NpgsqlIndexBuilderExtensions.HasMethod(b.HasIndex("Name"), "gin");
            NpgsqlIndexBuilderExtensions.HasOperators(b.HasIndex("Name"), new[] { "gin_trgm_ops" });
            b.ToTable("order_names", (string)null);
        });

        modelBuilder.Entity("OrderApp.Orders.Storage.OrderRequestRow", b =>
        {
            b.Property<string>("RequestId").HasColumnType("text").HasColumnName("request_id").UseCollation("C");
            b.Property<DateTime>("CreateTime").HasColumnType("timestamp with time zone").HasColumnName("create_time");
            b.Property<DateTime>("Date").HasColumnType("timestamp with time zone").HasColumnName("date");
            b.Property<byte[]>("Fingerprint").IsRequired().HasColumnType("bytea").HasColumnName("fingerprint");
            b.Property<Guid>("OrderId").HasColumnType("uuid").HasColumnName("order_id");
            b.Property<DateTime>("StoredTime").ValueGeneratedOnAdd().HasColumnType("timestamp with time zone").HasColumnName("stored_time").HasDefaultValueSql("now()");
            b.HasKey("RequestId");
            b.HasIndex("StoredTime").HasDatabaseName("ix_order_requests_stored_time");
            NpgsqlIndexBuilderExtensions.HasMethod(b.HasIndex("StoredTime"), "brin");
            b.ToTable("order_requests", (string)null);
        });

        modelBuilder.Entity("OrderApp.Orders.Storage.OrderChangeRow", b =>
        {
            b.Property<long>("Position").ValueGeneratedNever().HasColumnType("bigint").HasColumnName("position");
            b.Property<int?>("BookId").HasColumnType("integer").HasColumnName("book_id");
            b.Property<bool>("Completed").HasColumnType("boolean").HasColumnName("completed");
            b.Property<DateTime>("CreateTime").HasColumnType("timestamp with time zone").HasColumnName("create_time");
            b.Property<DateTime>("Date").HasColumnType("timestamp with time zone").HasColumnName("date");
            b.Property<DateTime>("EventTime").HasColumnType("timestamp with time zone").HasColumnName("event_time");
            b.Property<string>("Name").IsRequired().HasColumnType("text").HasColumnName("name");
            b.Property<Guid>("OrderId").HasColumnType("uuid").HasColumnName("order_id");
            b.Property<short>("Type").HasColumnType("smallint").HasColumnName("type");
            b.Property<int?>("UserId").HasColumnType("integer").HasColumnName("user_id");
            b.Property<long>("Version").HasColumnType("bigint").HasColumnName("version");
            b.HasKey("Position");
            b.HasIndex("OrderId", "Position").HasDatabaseName("ix_order_changes_order_id_position");
            b.ToTable("order_changes", (string)null);
        });

        modelBuilder.Entity("OrderApp.Orders.Storage.OrderFeedRow", b =>
        {
            b.Property<int>("Id").ValueGeneratedNever().HasColumnType("integer").HasColumnName("id");
            b.Property<long>("FirstKept").HasColumnType("bigint").HasColumnName("first_kept");
            b.Property<long>("Position").HasColumnType("bigint").HasColumnName("position");
            b.HasKey("Id");
            b.HasData(new { Id = 1, FirstKept = 1L, Position = 0L });
            b.ToTable("order_feed", (string)null);
        });

        modelBuilder.Entity("OrderApp.Orders.Storage.OrderFeedMarkRow", b =>
        {
            b.Property<DateTime>("MarkedTime").ValueGeneratedOnAdd().HasColumnType("timestamp with time zone").HasColumnName("marked_time").HasDefaultValueSql("clock_timestamp()");
            b.Property<long>("Position").HasColumnType("bigint").HasColumnName("position");
            b.HasKey("MarkedTime");
            b.ToTable("order_feed_marks", (string)null);
        });
    }
}
