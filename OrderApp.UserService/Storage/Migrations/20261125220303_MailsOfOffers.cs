using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderApp.Users.Storage.Migrations;

/// <inheritdoc />
public partial class MailsOfOffers : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<bool>(
            name: "accepts_mails",
            table: "accounts",
            type: "boolean",
            nullable: false,
            defaultValueSql: "false");

        migrationBuilder.CreateIndex(
            name: "ix_accounts_mail_receivers",
            table: "accounts",
            column: "id",
            filter: "accepts_mails AND email_confirmed");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex(
            name: "ix_accounts_mail_receivers",
            table: "accounts");

        migrationBuilder.DropColumn(
            name: "accepts_mails",
            table: "accounts");
    }
}
