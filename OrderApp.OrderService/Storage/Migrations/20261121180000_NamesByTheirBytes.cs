using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderApp.Orders.Storage.Migrations;

/// <inheritdoc />
[DbContext(typeof(OrderDbContext))]
[Migration("20261121180000_NamesByTheirBytes")]
internal sealed partial class NamesByTheirBytes : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex(name: "ix_orders_name_id", table: "orders");
        migrationBuilder.CreateIndex(name: "ix_orders_name_id", table: "orders", columns: ["name", "id"])
            .Annotation("Relational:Collation", new[] { "C", null });
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex(name: "ix_orders_name_id", table: "orders");
        migrationBuilder.CreateIndex(name: "ix_orders_name_id", table: "orders", columns: ["name", "id"]);
    }
}
