using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderApp.Orders.Storage.Migrations;

/// <inheritdoc />
[DbContext(typeof(OrderDbContext))]
[Migration("20261121120000_CreationsInOrders")]
internal sealed partial class CreationsInOrders : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // Creations that are told already stay where they are. A replica of the version before finds its table gone, and so cannot change an
        // order whose creation only its row tells.
        migrationBuilder.RenameTable(name: "order_events", newName: "order_changes");
        migrationBuilder.Sql("ALTER TABLE order_changes RENAME CONSTRAINT \"PK_order_events\" TO \"PK_order_changes\"");
        migrationBuilder.RenameIndex(
            name: "ix_order_events_order_id_position", newName: "ix_order_changes_order_id_position", table: "order_changes");

        migrationBuilder.AddColumn<long>(name: "created_position", table: "orders", type: "bigint", nullable: true);

        migrationBuilder.CreateIndex(
            name: "ix_orders_created_position", table: "orders", column: "created_position", unique: true, filter: "created_position IS NOT NULL");

        migrationBuilder.AddColumn<long>(name: "first_kept", table: "order_feed", type: "bigint", nullable: false, defaultValue: 1L);

        migrationBuilder.Sql(
            """
            UPDATE order_feed SET first_kept = coalesce((SELECT min(position) FROM order_changes), position + 1);
            ALTER TABLE order_feed ALTER COLUMN first_kept DROP DEFAULT;
            """);

        migrationBuilder.CreateTable(
            name: "order_feed_marks",
            columns: table => new
            {
                marked_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                position = table.Column<long>(type: "bigint", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_order_feed_marks", row => row.marked_time));

        migrationBuilder.Sql(
            """
            CREATE VIEW order_events AS
            SELECT position, type, event_time, order_id, name, completed, date, user_id, book_id, version, create_time
            FROM order_changes WHERE position >= (SELECT first_kept FROM order_feed WHERE order_feed.id = 1)
            UNION ALL
            SELECT created_position, 1::smallint, create_time, id, name, completed, date, user_id, book_id, version, create_time
            FROM orders WHERE created_position >= (SELECT first_kept FROM order_feed WHERE order_feed.id = 1)
            """);

        // Statements that write orders take their places from this row: without it they would store nothing.
        migrationBuilder.Sql(
            """
            CREATE FUNCTION keep_order_feed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              RAISE EXCEPTION 'order_feed must keep its row: orders take their places in the feed from it';
            END $$;
            CREATE TRIGGER keep_order_feed BEFORE DELETE OR TRUNCATE ON order_feed EXECUTE FUNCTION keep_order_feed();
            """);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            INSERT INTO order_changes SELECT * FROM order_events AS created
            WHERE NOT EXISTS (SELECT FROM order_changes WHERE order_changes.position = created.position);
            DELETE FROM order_changes WHERE position < (SELECT first_kept FROM order_feed WHERE id = 1);
            DROP VIEW order_events;
            DROP TRIGGER IF EXISTS keep_order_feed ON order_feed;
            DROP FUNCTION IF EXISTS keep_order_feed();
            """);

        migrationBuilder.DropTable(name: "order_feed_marks");

        migrationBuilder.DropColumn(name: "first_kept", table: "order_feed");

        migrationBuilder.DropIndex(name: "ix_orders_created_position", table: "orders");

        migrationBuilder.DropColumn(name: "created_position", table: "orders");

        migrationBuilder.RenameIndex(
            name: "ix_order_changes_order_id_position", newName: "ix_order_events_order_id_position", table: "order_changes");
        migrationBuilder.Sql("ALTER TABLE order_changes RENAME CONSTRAINT \"PK_order_changes\" TO \"PK_order_events\"");
        migrationBuilder.RenameTable(name: "order_changes", newName: "order_events");
    }
}
