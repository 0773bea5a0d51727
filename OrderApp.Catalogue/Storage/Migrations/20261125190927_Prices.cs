using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderApp.Books.Storage.Migrations;

/// <inheritdoc />
public partial class Prices : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // A catalogue of the version before goes on with these tables.
        migrationBuilder.AddColumn<long>(
            name: "price",
            table: "books",
            type: "bigint",
            nullable: true);

        // The nine books that a shop begins with.
        migrationBuilder.Sql("""
            UPDATE books SET price = seed.price
            FROM (VALUES ('1', 1199), ('2', 999), ('3', 799), ('4', 899), ('5', 1099), ('6', 1499), ('7', 1799), ('8', 1299), ('9', 1399)) AS seed (source_id, price)
            WHERE books.source = 'orderapp' AND books.source_id = seed.source_id
            """);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.DropColumn(
            name: "price",
            table: "books");
}
