using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderApp.Orders.Storage.Migrations;

/// <inheritdoc />
[DbContext(typeof(OrderDbContext))]
[Migration("20261120000000_Initial")]
internal sealed partial class Initial : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AlterDatabase()
            .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

        migrationBuilder.CreateTable(
            name: "orders",
            columns: table => new
            {
                id = table.Column<Guid>(type: "uuid", nullable: false),
                name = table.Column<string>(type: "text", nullable: false),
                completed = table.Column<bool>(type: "boolean", nullable: false),
                date = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                user_id = table.Column<int>(type: "integer", nullable: true),
                book_id = table.Column<int>(type: "integer", nullable: true),
                version = table.Column<long>(type: "bigint", nullable: false),
                create_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                update_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_orders", row => row.id));

        migrationBuilder.CreateTable(
            name: "order_names",
            columns: table => new { name = table.Column<string>(type: "text", nullable: false) },
            constraints: table => table.PrimaryKey("PK_order_names", row => row.name));

        migrationBuilder.CreateTable(
            name: "order_requests",
            columns: table => new
            {
                request_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                fingerprint = table.Column<byte[]>(type: "bytea", nullable: false),
                order_id = table.Column<Guid>(type: "uuid", nullable: false),
                date = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                create_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_order_requests", row => row.request_id));

        migrationBuilder.CreateTable(
            name: "order_events",
            columns: table => new
            {
                position = table.Column<long>(type: "bigint", nullable: false),
                type = table.Column<short>(type: "smallint", nullable: false),
                event_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                order_id = table.Column<Guid>(type: "uuid", nullable: false),
                name = table.Column<string>(type: "text", nullable: false),
                completed = table.Column<bool>(type: "boolean", nullable: false),
                date = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                user_id = table.Column<int>(type: "integer", nullable: true),
                book_id = table.Column<int>(type: "integer", nullable: true),
                version = table.Column<long>(type: "bigint", nullable: false),
                create_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_order_events", row => row.position));

        migrationBuilder.CreateTable(
            name: "order_feed",
            columns: table => new
            {
                id = table.Column<int>(type: "integer", nullable: false),
                position = table.Column<long>(type: "bigint", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_order_feed", row => row.id));

        migrationBuilder.InsertData(table: "order_feed", columns: ["id", "position"], values: new object[] { 1, 0L });

        migrationBuilder.CreateIndex(name: "ix_order_events_order_id_position", table: "order_events", columns: ["order_id", "position"]);

        migrationBuilder.CreateIndex(name: "ix_orders_completed_id", table: "orders", columns: ["completed", "id"]);

        migrationBuilder.CreateIndex(name: "ix_orders_name_id", table: "orders", columns: ["name", "id"]);

        migrationBuilder.CreateIndex(name: "ix_order_names_trigrams", table: "order_names", column: "name")
            .Annotation("Npgsql:IndexMethod", "gin")
            .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

        migrationBuilder.CreateIndex(name: "ix_order_requests_create_time", table: "order_requests", column: "create_time")
            .Annotation("Npgsql:IndexMethod", "brin");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(name: "order_events");
        migrationBuilder.DropTable(name: "order_feed");
        migrationBuilder.DropTable(name: "order_names");
        migrationBuilder.DropTable(name: "order_requests");
        migrationBuilder.DropTable(name: "orders");
    }
}
