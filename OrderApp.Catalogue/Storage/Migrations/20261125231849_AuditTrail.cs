using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderApp.Books.Storage.Migrations;

/// <summary>What operators do is recorded before it is done. The version before knows nothing of the table and goes on without.</summary>
public partial class AuditTrail : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "audit_entries",
            columns: table => new
            {
                id = table.Column<Guid>(type: "uuid", nullable: false),
                start_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                account_id = table.Column<string>(type: "text", nullable: false),
                method = table.Column<string>(type: "text", nullable: false),
                things = table.Column<string[]>(type: "text[]", nullable: false),
                request = table.Column<string>(type: "text", nullable: false),
                end_time = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                status = table.Column<string>(type: "text", nullable: true),
                reason = table.Column<string>(type: "text", nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_audit_entries", x => x.id));

        migrationBuilder.CreateIndex(name: "ix_audit_entries_account_id_id", table: "audit_entries", columns: ["account_id", "id"]);

        migrationBuilder.CreateIndex(name: "ix_audit_entries_things", table: "audit_entries", column: "things")
            .Annotation("Npgsql:IndexMethod", "gin");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(name: "audit_entries");
}
