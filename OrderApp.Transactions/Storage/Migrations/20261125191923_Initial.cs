using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderApp.Payments.Storage.Migrations;

/// <inheritdoc />
public partial class Initial : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "mails",
            columns: table => new
            {
                id = table.Column<Guid>(type: "uuid", nullable: false),
                create_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                next_try = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                tries = table.Column<int>(type: "integer", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_mails", x => x.id);
            });

        migrationBuilder.CreateTable(
            name: "operations",
            columns: table => new
            {
                id = table.Column<Guid>(type: "uuid", nullable: false),
                transaction_id = table.Column<Guid>(type: "uuid", nullable: false),
                caller = table.Column<string>(type: "text", nullable: false, collation: "C"),
                request_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                fingerprint = table.Column<byte[]>(type: "bytea", nullable: false),
                kind = table.Column<short>(type: "smallint", nullable: false),
                state = table.Column<short>(type: "smallint", nullable: false),
                amount = table.Column<long>(type: "bigint", nullable: false),
                token = table.Column<string>(type: "text", nullable: true),
                reason = table.Column<string>(type: "text", nullable: true),
                closes_order = table.Column<bool>(type: "boolean", nullable: false),
                tries = table.Column<int>(type: "integer", nullable: false),
                next_try = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                create_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                result_state = table.Column<short>(type: "smallint", nullable: true),
                result_authorized = table.Column<long>(type: "bigint", nullable: true),
                result_captured = table.Column<long>(type: "bigint", nullable: true),
                result_refunded = table.Column<long>(type: "bigint", nullable: true),
                result_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_operations", x => x.id);
                table.CheckConstraint("operations_token", "token IS NULL OR state IN (1, 4)");
            });

        migrationBuilder.CreateTable(
            name: "transactions",
            columns: table => new
            {
                id = table.Column<Guid>(type: "uuid", nullable: false),
                order_uuid = table.Column<Guid>(type: "uuid", nullable: false),
                customer_id = table.Column<Guid>(type: "uuid", nullable: true),
                state = table.Column<short>(type: "smallint", nullable: false),
                authorized = table.Column<long>(type: "bigint", nullable: false),
                captured = table.Column<long>(type: "bigint", nullable: false),
                refunded = table.Column<long>(type: "bigint", nullable: false),
                refunding = table.Column<long>(type: "bigint", nullable: false),
                moving = table.Column<bool>(type: "boolean", nullable: false),
                holds_order = table.Column<bool>(type: "boolean", nullable: false),
                reference = table.Column<string>(type: "text", nullable: true),
                promotion = table.Column<string>(type: "text", nullable: false),
                email = table.Column<string>(type: "text", nullable: false),
                language = table.Column<string>(type: "text", nullable: false),
                receipt = table.Column<string>(type: "jsonb", nullable: false),
                create_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                update_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_transactions", x => x.id);
                table.CheckConstraint("transactions_amounts", "0 <= refunded AND 0 <= refunding AND refunded + refunding <= captured AND captured <= authorized");
            });

        migrationBuilder.CreateIndex(
            name: "ix_mails_next_try",
            table: "mails",
            column: "next_try");

        migrationBuilder.CreateIndex(
            name: "ix_operations_open",
            table: "operations",
            column: "next_try",
            filter: "state IN (1, 4)");

        migrationBuilder.CreateIndex(
            name: "ux_operations_request",
            table: "operations",
            columns: new[] { "caller", "request_id" },
            unique: true);

        migrationBuilder.CreateIndex(
            name: "ix_transactions_customer",
            table: "transactions",
            columns: new[] { "customer_id", "id" },
            filter: "customer_id IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "ix_transactions_order",
            table: "transactions",
            columns: new[] { "order_uuid", "id" });

        migrationBuilder.CreateIndex(
            name: "ux_transactions_held_order",
            table: "transactions",
            column: "order_uuid",
            unique: true,
            filter: "holds_order");

        // What stands for the provider's own books (SandboxProvider). Its keys are unique, as a provider's are.
        migrationBuilder.Sql(
            """
            CREATE SCHEMA sandbox;
            CREATE TABLE sandbox.payments (
                reference text PRIMARY KEY,
                authorized bigint NOT NULL,
                captured bigint NOT NULL DEFAULT 0,
                refunded bigint NOT NULL DEFAULT 0,
                voided boolean NOT NULL DEFAULT false
            );
            CREATE TABLE sandbox.calls (
                key text PRIMARY KEY,
                kind text NOT NULL,
                reference text NOT NULL,
                amount bigint NOT NULL,
                accepted boolean NOT NULL
            );
            """);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP SCHEMA sandbox CASCADE");

        migrationBuilder.DropTable(
            name: "mails");

        migrationBuilder.DropTable(
            name: "operations");

        migrationBuilder.DropTable(
            name: "transactions");
    }
}
