using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OrderApp.Stocking.Storage.Migrations;

/// <inheritdoc />
public partial class Initial : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "ledger",
            columns: table => new
            {
                id = table.Column<long>(type: "bigint", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                book_id = table.Column<int>(type: "integer", nullable: false),
                kind = table.Column<short>(type: "smallint", nullable: false),
                delta_available = table.Column<int>(type: "integer", nullable: false),
                delta_reserved = table.Column<int>(type: "integer", nullable: false),
                delta_sold = table.Column<int>(type: "integer", nullable: false),
                reservation_id = table.Column<string>(type: "text", nullable: true),
                request_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                reason = table.Column<string>(type: "text", nullable: true),
                who = table.Column<string>(type: "text", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_ledger", x => x.id);
                table.CheckConstraint("ledger_balanced", "CASE WHEN kind IN (1, 2) THEN delta_reserved = 0 AND delta_sold = 0 ELSE delta_available + delta_reserved + delta_sold = 0 END");
            });

        migrationBuilder.CreateTable(
            name: "reservations",
            columns: table => new
            {
                id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                state = table.Column<short>(type: "smallint", nullable: false),
                expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                book_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                quantities = table.Column<int[]>(type: "integer[]", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_reservations", x => x.id);
                table.CheckConstraint("reservations_lines", "cardinality(book_ids) = cardinality(quantities)");
            });

        migrationBuilder.CreateTable(
            name: "stock",
            columns: table => new
            {
                book_id = table.Column<int>(type: "integer", nullable: false),
                available = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                reserved = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                sold = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0")
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_stock", x => x.book_id);
                table.CheckConstraint("stock_not_below_zero", "available >= 0 AND reserved >= 0 AND sold >= 0");
            });

        migrationBuilder.CreateIndex(
            name: "ix_ledger_book_id_id",
            table: "ledger",
            columns: new[] { "book_id", "id" });

        migrationBuilder.CreateIndex(
            name: "ux_ledger_request_id",
            table: "ledger",
            column: "request_id",
            unique: true,
            filter: "request_id IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "ix_reservations_expires_at",
            table: "reservations",
            column: "expires_at",
            filter: "state = 1");

        migrationBuilder.Sql(
            """
            CREATE FUNCTION keep_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              RAISE EXCEPTION 'entries of the ledger are never changed or removed: enter what puts them right';
            END $$;
            CREATE TRIGGER keep_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger EXECUTE FUNCTION keep_ledger();
            """);

        // Every figure of the stock that is not the sum of the ledger, or not what the reservations that stand (1: reserved, 2: confirmed) hold.
        migrationBuilder.Sql(
            """
            CREATE VIEW stock_mismatches AS
            WITH entered AS (
              SELECT book_id, sum(delta_available) AS available, sum(delta_reserved) AS reserved, sum(delta_sold) AS sold FROM ledger GROUP BY book_id
            ), held AS (
              SELECT book_id, sum(quantity) FILTER (WHERE state = 1) AS reserved, sum(quantity) FILTER (WHERE state = 2) AS sold
              FROM reservations, unnest(book_ids, quantities) AS line(book_id, quantity) WHERE state IN (1, 2) GROUP BY book_id
            )
            SELECT book_id, figure, coalesce(figures.stock, 0) AS stock, coalesce(figures.expected, 0) AS expected
            FROM stock FULL JOIN entered USING (book_id) FULL JOIN held USING (book_id) CROSS JOIN LATERAL (VALUES
              ('available', stock.available::bigint, entered.available),
              ('reserved', stock.reserved, entered.reserved),
              ('sold', stock.sold, entered.sold),
              ('reserved (reservations)', stock.reserved, held.reserved),
              ('sold (reservations)', stock.sold, held.sold)) AS figures(figure, stock, expected)
            WHERE coalesce(figures.stock, 0) <> coalesce(figures.expected, 0);
            """);

        // 100 of each of the nine books that the catalogue begins with.
        migrationBuilder.Sql(
            """
            INSERT INTO stock (book_id, available) SELECT id, 100 FROM generate_series(1, 9) AS id;
            INSERT INTO ledger (book_id, kind, delta_available, delta_reserved, delta_sold, reason)
            SELECT id, 1, 100, 0, 0, 'seed' FROM generate_series(1, 9) AS id;
            """);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP VIEW stock_mismatches");

        migrationBuilder.DropTable(
            name: "ledger");

        migrationBuilder.DropTable(
            name: "reservations");

        migrationBuilder.DropTable(
            name: "stock");

        migrationBuilder.Sql("DROP FUNCTION keep_ledger()");
    }
}
