using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderApp.Buying.Storage.Migrations;

/// <inheritdoc />
public partial class Campaigns : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "campaigns",
            columns: table => new
            {
                id = table.Column<Guid>(type: "uuid", nullable: false),
                promotion = table.Column<string>(type: "text", nullable: false, collation: "C"),
                started_by = table.Column<string>(type: "text", nullable: false),
                request_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                last_account = table.Column<Guid>(type: "uuid", nullable: false),
                gathered_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_campaigns", x => x.id);
            });

        migrationBuilder.CreateTable(
            name: "campaign_mails",
            columns: table => new
            {
                campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                account_id = table.Column<Guid>(type: "uuid", nullable: false),
                state = table.Column<short>(type: "smallint", nullable: false),
                tries = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                next_try = table.Column<DateTime>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                sent_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_campaign_mails", x => new { x.campaign_id, x.account_id });
                table.ForeignKey(
                    name: "fk_campaign_mails_campaigns",
                    column: x => x.campaign_id,
                    principalTable: "campaigns",
                    principalColumn: "id",
                    onDelete: ReferentialAction.Cascade);
            });

        migrationBuilder.CreateIndex(
            name: "ix_campaign_mails_next_try",
            table: "campaign_mails",
            column: "next_try",
            filter: "state = 1");

        migrationBuilder.CreateIndex(
            name: "ux_campaigns_request_id",
            table: "campaigns",
            column: "request_id",
            unique: true);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(
            name: "campaign_mails");

        migrationBuilder.DropTable(
            name: "campaigns");
    }
}
