using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderApp.Books.Storage.Migrations;

/// <inheritdoc />
public partial class BooksOnly : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // Recommendations has a database of its own now and learns the purchases from the orders, which are all there to be listed:
        // nothing is lost with this copy of them. Stop a Recommendations of before first: it works on these tables.
        migrationBuilder.DropTable(
            name: "feed_position");

        migrationBuilder.DropTable(
            name: "purchases");

        migrationBuilder.DropIndex(
            name: "ix_books_category_merit",
            table: "books");

        migrationBuilder.DropIndex(
            name: "ix_books_category_shuffle",
            table: "books");

        migrationBuilder.DropColumn(
            name: "merit_key",
            table: "books");

        migrationBuilder.DropColumn(
            name: "shuffle",
            table: "books");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<double>(
            name: "shuffle",
            table: "books",
            type: "double precision",
            nullable: false,
            defaultValueSql: "random()");

        migrationBuilder.AddColumn<double>(
            name: "merit_key",
            table: "books",
            type: "double precision",
            nullable: true,
            computedColumnSql: "-(average_rating * greatest(ratings_count, 1) + 87.5) / (greatest(ratings_count, 1) + 25)",
            stored: true);

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
            name: "purchases",
            columns: table => new
            {
                order_id = table.Column<Guid>(type: "uuid", nullable: false),
                book_id = table.Column<int>(type: "integer", nullable: false),
                user_id = table.Column<int>(type: "integer", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_purchases", x => x.order_id);
            });

        migrationBuilder.CreateIndex(
            name: "ix_books_category_merit",
            table: "books",
            columns: new[] { "category", "merit_key", "id" });

        migrationBuilder.CreateIndex(
            name: "ix_books_category_shuffle",
            table: "books",
            columns: new[] { "category", "shuffle" });

        migrationBuilder.CreateIndex(
            name: "ix_purchases_last_of_book",
            table: "purchases",
            columns: new[] { "book_id", "order_id" })
            .Annotation("Npgsql:IndexInclude", new[] { "user_id" });

        migrationBuilder.CreateIndex(
            name: "ix_purchases_last_of_user",
            table: "purchases",
            columns: new[] { "user_id", "order_id" })
            .Annotation("Npgsql:IndexInclude", new[] { "book_id" });

        migrationBuilder.CreateIndex(
            name: "ix_purchases_user_book",
            table: "purchases",
            columns: new[] { "user_id", "book_id" });
    }
}
