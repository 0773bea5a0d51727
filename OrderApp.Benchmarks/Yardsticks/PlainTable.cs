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

    /// <summary>The same with what is kept of a request_id in the order's row: the plainest way in which the database refuses a second one.</summary>
    public const string CreateKeyed =
        """
        CREATE TABLE plain_keyed_orders (
          id uuid PRIMARY KEY, name text NOT NULL, completed boolean NOT NULL, date timestamptz NOT NULL,
          user_id integer, book_id integer, version bigint NOT NULL, create_time timestamptz NOT NULL, update_time timestamptz NOT NULL,
          request_id text NOT NULL UNIQUE, fingerprint bytea NOT NULL)
        """;
}
