using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderApp.Recommending.Storage.Migrations;

/// <inheritdoc />
public partial class Initial : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "books",
            columns: table => new
            {
                id = table.Column<int>(type: "integer", nullable: false),
                title = table.Column<string>(type: "text", nullable: false),
                category = table.Column<int>(type: "integer", nullable: false),
                merit = table.Column<double>(type: "double precision", nullable: true),
                shuffle = table.Column<double>(type: "double precision", nullable: false, defaultValueSql: "random()")
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_books", x => x.id);
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
            name: "purchases",
            columns: table => new
            {
                order_id = table.Column<Guid>(type: "uuid", nullable: false),
                user_id = table.Column<int>(type: "integer", nullable: false),
                book_id = table.Column<int>(type: "integer", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_purchases", x => x.order_id);
            });

        migrationBuilder.CreateIndex(
            name: "ix_books_category_merit",
            table: "books",
            columns: new[] { "category", "merit", "id" },
            descending: new[] { false, true, false });

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

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(
            name: "books");

        migrationBuilder.DropTable(
            name: "feed_position");

        migrationBuilder.DropTable(
            name: "purchases");
    }
}
