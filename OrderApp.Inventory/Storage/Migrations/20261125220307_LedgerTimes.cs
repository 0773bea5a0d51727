using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderApp.Stocking.Storage.Migrations;

/// <inheritdoc />
public partial class LedgerTimes : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateIndex(
            name: "ix_ledger_time",
            table: "ledger",
            column: "time")
            .Annotation("Npgsql:IndexMethod", "brin");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex(
            name: "ix_ledger_time",
            table: "ledger");
    }
}
