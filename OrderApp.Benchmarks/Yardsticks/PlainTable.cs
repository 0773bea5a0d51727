namespace OrderApp.Benchmarks.Yardsticks;

/// <summary>A table with the columns of the order service's orders and no index but its primary key.</summary>
internal static class PlainTable
{
    public const string Create =
        """
        CREATE TABLE plain_orders (
          id uuid PRIMARY KEY, name text NOT NULL, completed boolean NOT NULL, date timestamptz NOT NULL,
          user_id integer, book_id integer, version bigint NOT NULL, create_time timestamptz NOT NULL, update_time timestamptz NOT NULL)
        """;
}
