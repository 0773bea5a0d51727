using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderApp.Books.Storage.Migrations;

/// <inheritdoc />
public partial class HiddenBooks : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<byte[]>(
            name: "fingerprint",
            table: "books",
            type: "bytea",
            nullable: true);

        migrationBuilder.AddColumn<bool>(
            name: "hidden",
            table: "books",
            type: "boolean",
            nullable: false,
            defaultValueSql: "false");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropColumn(
            name: "fingerprint",
            table: "books");

        migrationBuilder.DropColumn(
            name: "hidden",
            table: "books");
    }
}
