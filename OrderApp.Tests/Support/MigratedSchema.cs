using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace OrderApp.Tests.Support;

/// <summary>Migrations are written by hand; this holds the database they made against the model they are for.</summary>
internal static class MigratedSchema
{
    private const string Columns =
        """
        SELECT format('%s.%s %s%s%s', class.relname, attname, format_type(atttypid, atttypmod),
                      CASE WHEN attnotnull THEN ' not null' END,
                      CASE WHEN attidentity = 'd' THEN ' identity' WHEN attgenerated = 's' THEN ' computed'
                           WHEN atthasdef THEN ' default' END)
        FROM pg_attribute JOIN pg_class class ON class.oid = attrelid
        WHERE class.relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
          AND class.relname <> '__EFMigrationsHistory'
        """;

    private const string Indexes =
        """
        SELECT format('%s on %s: %s %s (%s)', index.relname, owner.relname, CASE WHEN indisunique THEN 'unique' ELSE 'plain' END,
                      amname, (SELECT string_agg(attname, ', ' ORDER BY place)
                               FROM unnest(indkey::int2[]) WITH ORDINALITY AS key(number, place)
                               JOIN pg_attribute ON attrelid = owner.oid AND attnum = number
                               WHERE place <= indnkeyatts))
        FROM pg_index JOIN pg_class index ON index.oid = indexrelid JOIN pg_class owner ON owner.oid = indrelid
        JOIN pg_am ON pg_am.oid = index.relam
        WHERE owner.relnamespace = 'public'::regnamespace AND owner.relname <> '__EFMigrationsHistory'
          -- Indexes of expressions and of beginnings are made in SQL: the model does not tell of them.
          AND indexprs IS NULL AND indclass[0] NOT IN (SELECT oid FROM pg_opclass WHERE opcname = 'text_pattern_ops')
        """;

    public static async Task AssertIsTheModelAsync(DbContext context, NpgsqlDataSource source)
    {
        Assert.False(context.Database.HasPendingModelChanges(), "the snapshot of the migrations is not the model");
        Assert.Empty(await context.Database.GetPendingMigrationsAsync());

        var tables = context.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables.ToList();
        Assert.Equal(
            tables.SelectMany(table => table.Columns, Describe).Order(StringComparer.Ordinal),
            (await ReadAsync(source, Columns)).Order(StringComparer.Ordinal));
        Assert.Equal(
            tables.SelectMany(DescribeIndexes).Order(StringComparer.Ordinal),
            (await ReadAsync(source, Indexes)).Order(StringComparer.Ordinal));
    }

    private static string Describe(ITable table, IColumn column) =>
        $"{table.Name}.{column.Name} {column.StoreType}{(column.IsNullable ? "" : " not null")}{Kind(column)}";

    private static string Kind(IColumn column) => column switch
    {
        { ComputedColumnSql: not null } => " computed",
        { DefaultValueSql: not null } => " default",
        _ when column.PropertyMappings.Any(mapping =>
            mapping.Property.GetValueGenerationStrategy() == NpgsqlValueGenerationStrategy.IdentityByDefaultColumn) => " identity",
        _ => "",
    };

    private static IEnumerable<string> DescribeIndexes(ITable table) =>
        table.UniqueConstraints.Select(key => Describe(table, key.Name, unique: true, "btree", key.Columns))
            .Concat(table.Indexes.Select(index =>
                Describe(table, index.Name, index.IsUnique, index.MappedIndexes.First().GetMethod() ?? "btree", index.Columns)));

    private static string Describe(ITable table, string name, bool unique, string method, IReadOnlyList<IColumn> columns) =>
        $"{name} on {table.Name}: {(unique ? "unique" : "plain")} {method} ({string.Join(", ", columns.Select(column => column.Name))})";

    private static async Task<List<string>> ReadAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return lines;
    }
}
