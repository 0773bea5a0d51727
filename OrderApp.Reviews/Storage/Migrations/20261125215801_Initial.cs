using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderApp.Reviewing.Storage.Migrations;

/// <inheritdoc />
public partial class Initial : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "followed",
            columns: table => new
            {
                id = table.Column<int>(type: "integer", nullable: false),
                orders_token = table.Column<string>(type: "text", nullable: true),
                deleted_accounts_sequence = table.Column<long>(type: "bigint", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_followed", x => x.id);
            });

        migrationBuilder.CreateTable(
            name: "purchases",
            columns: table => new
            {
                order_id = table.Column<Guid>(type: "uuid", nullable: false),
                book_id = table.Column<int>(type: "integer", nullable: false),
                customer_id = table.Column<Guid>(type: "uuid", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_purchases", x => new { x.order_id, x.book_id });
            });

        migrationBuilder.CreateTable(
            name: "ratings",
            columns: table => new
            {
                book_id = table.Column<int>(type: "integer", nullable: false),
                histogram = table.Column<int[]>(type: "integer[]", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_ratings", x => x.book_id);
                table.CheckConstraint("ratings_histogram", "cardinality(histogram) = 5 AND 0 <= ALL (histogram)");
            });

        migrationBuilder.CreateTable(
            name: "requests",
            columns: table => new
            {
                caller = table.Column<string>(type: "text", nullable: false, collation: "C"),
                request_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                fingerprint = table.Column<byte[]>(type: "bytea", nullable: false),
                answer = table.Column<byte[]>(type: "bytea", nullable: false, defaultValueSql: "''"),
                stored_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_requests", x => new { x.caller, x.request_id });
            });

        migrationBuilder.CreateTable(
            name: "reviews",
            columns: table => new
            {
                id = table.Column<Guid>(type: "uuid", nullable: false),
                book_id = table.Column<int>(type: "integer", nullable: false),
                customer_id = table.Column<Guid>(type: "uuid", nullable: true),
                author_name = table.Column<string>(type: "text", nullable: true),
                rating = table.Column<short>(type: "smallint", nullable: false),
                text = table.Column<string>(type: "text", nullable: false),
                hidden_reason = table.Column<string>(type: "text", nullable: true),
                was_verified = table.Column<bool>(type: "boolean", nullable: false),
                create_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                update_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_reviews", x => x.id);
                table.CheckConstraint("reviews_author", "(customer_id IS NULL) = (author_name IS NULL)");
                table.CheckConstraint("reviews_rating", "rating BETWEEN 1 AND 5");
            });

        migrationBuilder.InsertData(
            table: "followed",
            columns: new[] { "id", "deleted_accounts_sequence", "orders_token" },
            values: new object[] { 1, 0L, null });

        migrationBuilder.CreateIndex(
            name: "ix_purchases_customer_id_book_id",
            table: "purchases",
            columns: new[] { "customer_id", "book_id" });

        migrationBuilder.CreateIndex(
            name: "ix_requests_stored_time",
            table: "requests",
            column: "stored_time")
            .Annotation("Npgsql:IndexMethod", "brin");

        migrationBuilder.CreateIndex(
            name: "ix_reviews_book_id_id",
            table: "reviews",
            columns: new[] { "book_id", "id" });

        migrationBuilder.CreateIndex(
            name: "ux_reviews_customer_id_book_id",
            table: "reviews",
            columns: new[] { "customer_id", "book_id" },
            unique: true);

        // Ratings follow every change of a review, whoever makes it: the trigger counts, in the change's transaction, by what the row was and is.
        migrationBuilder.Sql(
            """
            CREATE FUNCTION keep_ratings() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF TG_OP <> 'INSERT' AND OLD.hidden_reason IS NULL THEN
                UPDATE ratings SET histogram[OLD.rating] = histogram[OLD.rating] - 1 WHERE book_id = OLD.book_id;
              END IF;
              IF TG_OP <> 'DELETE' AND NEW.hidden_reason IS NULL THEN
                INSERT INTO ratings (book_id, histogram) VALUES (NEW.book_id, '{0,0,0,0,0}') ON CONFLICT DO NOTHING;
                UPDATE ratings SET histogram[NEW.rating] = histogram[NEW.rating] + 1 WHERE book_id = NEW.book_id;
              END IF;
              RETURN NULL;
            END
            $$;
            CREATE TRIGGER keep_ratings AFTER INSERT OR DELETE OR UPDATE OF rating, hidden_reason ON reviews
              FOR EACH ROW EXECUTE FUNCTION keep_ratings();
            """);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER keep_ratings ON reviews; DROP FUNCTION keep_ratings();");

        migrationBuilder.DropTable(
            name: "followed");

        migrationBuilder.DropTable(
            name: "purchases");

        migrationBuilder.DropTable(
            name: "ratings");

        migrationBuilder.DropTable(
            name: "requests");

        migrationBuilder.DropTable(
            name: "reviews");
    }
}
