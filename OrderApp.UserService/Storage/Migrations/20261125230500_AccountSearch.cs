using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderApp.Users.Storage.Migrations;

/// <inheritdoc />
public partial class AccountSearch : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // Beginnings are found by bytes; EF's model has no words for the index of an expression.
        migrationBuilder.Sql("CREATE INDEX ix_accounts_email_beginning ON accounts (normalized_email text_pattern_ops)");
        migrationBuilder.Sql("CREATE INDEX ix_accounts_name_beginning ON accounts (lower(name) text_pattern_ops)");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex(name: "ix_accounts_name_beginning", table: "accounts");
        migrationBuilder.DropIndex(name: "ix_accounts_email_beginning", table: "accounts");
    }
}
