using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderApp.Orders.Storage.Migrations;

/// <inheritdoc />
[DbContext(typeof(OrderDbContext))]
[Migration("20261121000000_RequestStoredTime")]
internal sealed partial class RequestStoredTime : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // Those that are there already are kept for a whole retention more.
        migrationBuilder.AddColumn<DateTime>(
            name: "stored_time", table: "order_requests", type: "timestamp with time zone", nullable: false, defaultValueSql: "now()");

        migrationBuilder.DropIndex(name: "ix_order_requests_create_time", table: "order_requests");

        migrationBuilder.CreateIndex(name: "ix_order_requests_stored_time", table: "order_requests", column: "stored_time")
            .Annotation("Npgsql:IndexMethod", "brin");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex(name: "ix_order_requests_stored_time", table: "order_requests");

        migrationBuilder.DropColumn(name: "stored_time", table: "order_requests");

        migrationBuilder.CreateIndex(name: "ix_order_requests_create_time", table: "order_requests", column: "create_time")
            .Annotation("Npgsql:IndexMethod", "brin");
    }
}
