using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderApp.Orders.Storage.Migrations;

/// <inheritdoc />
internal sealed partial class LifeOfOrders : Migration
{
    private static readonly string[] Tables = ["orders", "order_changes"];

    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // No table is rewritten: orders that are there have no lines, and their state is told by completed.
        //
        // Replicas of the version before go on, with two limits. What they change of an order is told without its lines and as if no move had been made.
        // And they know no states: they remove what was paid, and complete what was cancelled. So stop them before the checkout sells.
        migrationBuilder.Sql(
            // All at once, in the order in which creates take them: so neither blocks the other halfway.
            "LOCK TABLE order_feed, orders, order_changes IN ACCESS EXCLUSIVE MODE");

        foreach (var table in Tables)
        {
            migrationBuilder.AddColumn<short>(name: "state", table: table, type: "smallint", nullable: true);
            migrationBuilder.AddColumn<long>(name: "total", table: table, type: "bigint", nullable: true);
            migrationBuilder.AddColumn<string>(name: "currency", table: table, type: "text", nullable: true);
            migrationBuilder.AddColumn<string>(name: "details", table: table, type: "jsonb", nullable: true);
        }

        migrationBuilder.AddColumn<bool>(name: "paid", table: "orders", type: "boolean", nullable: false, defaultValueSql: "false");

        migrationBuilder.Sql(
            """
            CREATE OR REPLACE VIEW order_events AS
            SELECT position, type, event_time, order_id, name, completed, date, user_id, book_id, version, create_time, customer_id, state, total, currency, details
            FROM order_changes WHERE position >= (SELECT first_kept FROM order_feed WHERE order_feed.id = 1)
            UNION ALL
            SELECT created_position, 1::smallint, create_time, id, name, completed, date, user_id, book_id, version, create_time, customer_id, state, total, currency, details
            FROM orders WHERE created_position >= (SELECT first_kept FROM order_feed WHERE order_feed.id = 1)
            """);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        // Lines, totals, addresses and states are lost; completed stays, so what was delivered still is.
        migrationBuilder.Sql(
            """
            LOCK TABLE order_feed, orders, order_changes IN ACCESS EXCLUSIVE MODE;
            DROP VIEW order_events;
            CREATE VIEW order_events AS
            SELECT position, type, event_time, order_id, name, completed, date, user_id, book_id, version, create_time, customer_id
            FROM order_changes WHERE position >= (SELECT first_kept FROM order_feed WHERE order_feed.id = 1)
            UNION ALL
            SELECT created_position, 1::smallint, create_time, id, name, completed, date, user_id, book_id, version, create_time, customer_id
            FROM orders WHERE created_position >= (SELECT first_kept FROM order_feed WHERE order_feed.id = 1);
            """);

        migrationBuilder.DropColumn(name: "paid", table: "orders");
        foreach (var table in Tables)
        {
            foreach (var column in new[] { "details", "currency", "total", "state" })
                migrationBuilder.DropColumn(name: column, table: table);
        }
    }
}
