using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OrderApp.Books.Storage.Migrations;

/// <inheritdoc />
public partial class Initial : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AlterDatabase()
            .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

        // Every one and two characters of a text: what a search for fewer than three of them looks up.
        migrationBuilder.Sql(
            """
            CREATE FUNCTION short_grams(content text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
                SELECT array_agg(DISTINCT gram)
                FROM (SELECT piece, lead(piece) OVER (ORDER BY place) AS following
                      FROM unnest(string_to_array(content, NULL)) WITH ORDINALITY AS pieces (piece, place)) AS pairs,
                LATERAL (VALUES (piece), (piece || following)) AS grams (gram)
                WHERE gram IS NOT NULL
            $$;
            """);

        migrationBuilder.CreateTable(
            name: "books",
            columns: table => new
            {
                id = table.Column<int>(type: "integer", nullable: false)
                    .Annotation("Npgsql:IdentitySequenceOptions", "'10', '1', '', '', 'False', '1'")
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                source_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                title = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                authors = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                year = table.Column<int>(type: "integer", nullable: true),
                isbn = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                language = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                average_rating = table.Column<double>(type: "double precision", nullable: true),
                ratings_count = table.Column<int>(type: "integer", nullable: false),
                category = table.Column<int>(type: "integer", nullable: true),
                search_text = table.Column<string>(type: "text", nullable: false),
                short_grams = table.Column<string[]>(type: "text[]", nullable: false, computedColumnSql: "short_grams(search_text)", stored: true),
                shuffle = table.Column<double>(type: "double precision", nullable: false, defaultValueSql: "random()"),
                popularity_key = table.Column<int>(type: "integer", nullable: false, computedColumnSql: "-ratings_count", stored: true),
                title_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                year_key = table.Column<int>(type: "integer", nullable: false, computedColumnSql: "coalesce(-year, 2147483647)", stored: true),
                rating_key = table.Column<int>(type: "integer", nullable: false, computedColumnSql: "coalesce(-round(average_rating * 1000)::integer, 1)", stored: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_books", x => x.id);
            });

        migrationBuilder.InsertData(
            table: "books",
            columns: new[] { "id", "source", "source_id", "title", "authors", "year", "isbn", "language", "ratings_count", "category", "search_text", "title_key" },
            values: new object[,]
            {
                { 1, "orderapp", "1", "The Maltese Falcon", "Dashiell Hammett", 1930, "", "eng", 0, 0, "the maltese falcon\ndashiell hammett", "the maltese falcon" },
                { 2, "orderapp", "2", "Murder on the Orient Express", "Agatha Christie", 1934, "", "eng", 0, 0, "murder on the orient express\nagatha christie", "murder on the orient express" },
                { 3, "orderapp", "3", "The Hound of the Baskervilles", "Arthur Conan Doyle", 1902, "", "eng", 0, 0, "the hound of the baskervilles\narthur conan doyle", "the hound of the baskervilles" },
                { 4, "orderapp", "4", "The Hitchhiker's Guide to the Galaxy", "Douglas Adams", 1979, "", "eng", 0, 1, "the hitchhiker's guide to the galaxy\ndouglas adams", "the hitchhiker's guide to the galaxy" },
                { 5, "orderapp", "5", "Ender's Game", "Orson Scott Card", 1985, "", "eng", 0, 1, "ender's game\norson scott card", "ender's game" },
                { 6, "orderapp", "6", "The Dune Chronicles", "Frank Herbert", 1965, "", "eng", 0, 1, "the dune chronicles\nfrank herbert", "the dune chronicles" },
                { 7, "orderapp", "7", "The 7 Habits of Highly Effective People", "Stephen R. Covey", 1989, "", "eng", 0, 2, "the 7 habits of highly effective people\nstephen r. covey", "the 7 habits of highly effective people" },
                { 8, "orderapp", "8", "How to Win Friends and Influence People", "Dale Carnegie", 1936, "", "eng", 0, 2, "how to win friends and influence people\ndale carnegie", "how to win friends and influence people" },
                { 9, "orderapp", "9", "Man's Search for Meaning", "Viktor E. Frankl", 1946, "", "eng", 0, 2, "man's search for meaning\nviktor e. frankl", "man's search for meaning" }
            });

        migrationBuilder.CreateIndex(
            name: "ix_books_category_popularity",
            table: "books",
            columns: new[] { "category", "popularity_key", "id" });

        migrationBuilder.CreateIndex(
            name: "ix_books_category_shuffle",
            table: "books",
            columns: new[] { "category", "shuffle" });

        migrationBuilder.CreateIndex(
            name: "ix_books_popularity",
            table: "books",
            columns: new[] { "popularity_key", "id" });

        migrationBuilder.CreateIndex(
            name: "ix_books_rating",
            table: "books",
            columns: new[] { "rating_key", "id" });

        migrationBuilder.CreateIndex(
            name: "ix_books_search_text",
            table: "books",
            column: "search_text")
            .Annotation("Npgsql:IndexMethod", "gin")
            .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

        migrationBuilder.CreateIndex(
            name: "ix_books_short_grams",
            table: "books",
            column: "short_grams")
            .Annotation("Npgsql:IndexMethod", "gin");

        migrationBuilder.CreateIndex(
            name: "ix_books_title",
            table: "books",
            columns: new[] { "title_key", "id" });

        migrationBuilder.CreateIndex(
            name: "ix_books_year",
            table: "books",
            columns: new[] { "year_key", "id" });

        migrationBuilder.CreateIndex(
            name: "ux_books_source",
            table: "books",
            columns: new[] { "source", "source_id" },
            unique: true);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(
            name: "books");

        migrationBuilder.Sql("DROP FUNCTION short_grams(text);");

        migrationBuilder.AlterDatabase()
            .OldAnnotation("Npgsql:PostgresExtension:pg_trgm", ",,");
    }
}
