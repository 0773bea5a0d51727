using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderApp.Buying.Storage.Migrations;

/// <inheritdoc />
public partial class Initial : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateSequence(
            name: "cart_versions");

        migrationBuilder.CreateTable(
            name: "cart_requests",
            columns: table => new
            {
                kind = table.Column<short>(type: "smallint", nullable: false),
                cart_id = table.Column<Guid>(type: "uuid", nullable: false),
                request_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                book_id = table.Column<int>(type: "integer", nullable: false),
                quantity = table.Column<int>(type: "integer", nullable: false),
                created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_cart_requests", x => new { x.kind, x.cart_id, x.request_id });
            });

        migrationBuilder.CreateTable(
            name: "carts",
            columns: table => new
            {
                kind = table.Column<short>(type: "smallint", nullable: false),
                id = table.Column<Guid>(type: "uuid", nullable: false),
                book_ids = table.Column<int[]>(type: "integer[]", nullable: false, defaultValueSql: "'{}'"),
                quantities = table.Column<int[]>(type: "integer[]", nullable: false, defaultValueSql: "'{}'"),
                version = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "nextval('cart_versions')"),
                updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_carts", x => new { x.kind, x.id });
                table.CheckConstraint("carts_lines", "cardinality(book_ids) = cardinality(quantities)");
            });

        migrationBuilder.CreateTable(
            name: "checkouts",
            columns: table => new
            {
                id = table.Column<Guid>(type: "uuid", nullable: false),
                kind = table.Column<short>(type: "smallint", nullable: false),
                cart_id = table.Column<Guid>(type: "uuid", nullable: false),
                request_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                fingerprint = table.Column<byte[]>(type: "bytea", nullable: false),
                order_uuid = table.Column<Guid>(type: "uuid", nullable: false),
                purchase = table.Column<string>(type: "jsonb", nullable: false),
                payment_token = table.Column<string>(type: "text", nullable: true),
                transaction_id = table.Column<string>(type: "text", nullable: true),
                state = table.Column<short>(type: "smallint", nullable: false),
                step = table.Column<short>(type: "smallint", nullable: false),
                failure_reason = table.Column<string>(type: "text", nullable: true),
                failure_metadata = table.Column<string>(type: "jsonb", nullable: true),
                last_error = table.Column<string>(type: "text", nullable: true),
                tries = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                due_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                run = table.Column<Guid>(type: "uuid", nullable: true),
                created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                cancelled_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                trace_parent = table.Column<string>(type: "text", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_checkouts", x => x.id);
            });

        migrationBuilder.CreateTable(
            name: "feed_position",
            columns: table => new
            {
                id = table.Column<int>(type: "integer", nullable: false),
                resume_token = table.Column<string>(type: "text", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_feed_position", x => x.id);
            });

        migrationBuilder.CreateTable(
            name: "promotion_uses",
            columns: table => new
            {
                promotion = table.Column<string>(type: "text", nullable: false, collation: "C"),
                kind = table.Column<short>(type: "smallint", nullable: false),
                customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                checkout_id = table.Column<Guid>(type: "uuid", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_promotion_uses", x => new { x.promotion, x.kind, x.customer_id });
            });

        migrationBuilder.CreateIndex(
            name: "ix_cart_requests_created_at",
            table: "cart_requests",
            column: "created_at");

        migrationBuilder.CreateIndex(
            name: "ix_carts_updated_at",
            table: "carts",
            column: "updated_at",
            filter: "kind = 2");

        migrationBuilder.CreateIndex(
            name: "ix_checkouts_due_at",
            table: "checkouts",
            column: "due_at",
            filter: "due_at IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "ux_checkouts_order_uuid",
            table: "checkouts",
            column: "order_uuid",
            unique: true);

        migrationBuilder.CreateIndex(
            name: "ux_checkouts_pending",
            table: "checkouts",
            columns: new[] { "kind", "cart_id" },
            unique: true,
            filter: "state = 1");

        migrationBuilder.CreateIndex(
            name: "ux_checkouts_request_id",
            table: "checkouts",
            columns: new[] { "kind", "cart_id", "request_id" },
            unique: true);

        migrationBuilder.CreateIndex(
            name: "ix_promotion_uses_checkout_id",
            table: "promotion_uses",
            column: "checkout_id");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(
            name: "cart_requests");

        migrationBuilder.DropTable(
            name: "carts");

        migrationBuilder.DropTable(
            name: "checkouts");

        migrationBuilder.DropTable(
            name: "feed_position");

        migrationBuilder.DropTable(
            name: "promotion_uses");

        migrationBuilder.DropSequence(
            name: "cart_versions");
    }
}
