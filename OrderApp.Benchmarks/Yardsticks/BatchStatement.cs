using System.Globalization;
using System.Text.RegularExpressions;
using Grpc.Net.Client;
using OrderApp.Benchmarks.Scenarios;
using OrderApp.Benchmarks.Shop;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Yardsticks;

/// <summary>
/// The statement by which the order service stores a batch, as a script for pgbench. It is not written here a second time: PostgreSQL tells
/// what the service sent it. Only where the rows come from is changed, because pgbench has no arrays of new ids to send.
/// </summary>
internal static partial class BatchStatement
{
    /// <summary>pgbench's variable with an array of the last 13 digits of ids, one for each row.</summary>
    public const string Endings = "endings";

    /// <summary>pgbench's variable with an array of names.</summary>
    public const string Names = "names";

    private const int MaxAttempts = 100;

    // The first digits are those of the moment, as in ids of version 7, to a quarter of a microsecond; then comes the client's number.
    private const string Ids =
        """
        ARRAY(SELECT (start || ending)::uuid FROM unnest(:endings::text[]) AS ending, (SELECT
          lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex((extract(microseconds FROM now())::bigint % 1000) * 4), 3, '0')
            || 'a' || lpad(to_hex(:client_id::int), 2, '0') AS start OFFSET 0) AS moment)
        """;

    /// <summary>Makes orders at the service and looks what its database was asked.</summary>
    public static async Task<string> CaptureAsync(OwnShop shop, CancellationToken cancellationToken)
    {
        var target = await shop.OrdersAsync(cancellationToken);
        using var channel = GrpcChannel.ForAddress(target.Grpc!);
        var orders = new OrderService.OrderServiceClient(channel);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            // PostgreSQL tells only a session's last statement, and the service has others that follow a commit now and then.
            await orders.CreateOrderAsync(new() { Name = "The Left Hand of Darkness" }, cancellationToken: cancellationToken);
            if (await LastAsync(shop, cancellationToken) is { } statement)
                return statement;
        }

        throw new InvalidOperationException("the statement by which the service stores orders was not seen");
    }

    private static Task<string?> LastAsync(OwnShop shop, CancellationToken cancellationToken) => shop.Database.AskAsync<string?>("postgres",
        $"SELECT (SELECT query FROM pg_stat_activity WHERE datname = '{StoredOrders.Service.Database}' AND query LIKE '%INSERT INTO orders %' ORDER BY state_change DESC LIMIT 1)",
        cancellationToken);

    /// <summary>The statement with values that pgbench can make in the place of each array.</summary>
    /// <exception cref="InvalidOperationException">It takes something that is not known here.</exception>
    public static string ToScript(string statement, int rows)
    {
        var input = Input().Match(statement);
        if (!input.Success)
            throw new InvalidOperationException("the statement by which the service stores orders does not begin with the arrays of their columns");
        var columns = input.Groups["columns"].Value.Split(',', StringSplitOptions.TrimEntries);
        var script = Parameter().Replace(statement, match =>
        {
            // What follows the columns of orders is of request_ids and new names: here are none.
            var column = columns.ElementAtOrDefault(int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) - 1) ?? "none";
            return column switch
            {
                "id" => Ids,
                "name" => $":{Names}::text[]",
                "completed" => Same("false"),
                "date" or "create_time" => Same("now()"),
                "user_id" or "book_id" => Same("NULL::int"),
                "number" or "none" => $"'{{}}'::{match.Groups["type"].Value}[]",
                _ => throw new InvalidOperationException($"the statement by which the service stores orders has a column {column}, which its yardstick does not"),
            };
        });
        script = Count().Replace(script, rows.ToString(CultureInfo.InvariantCulture));
        return script.TrimEnd().TrimEnd(';') + ";";

        string Same(string value) => string.Create(CultureInfo.InvariantCulture, $"array_fill({value}, ARRAY[{rows}])");
    }

    [GeneratedRegex(@"unnest\((\s*\$\d+::[a-z]+\[\],?)+\)\s*(WITH ORDINALITY\s+)?AS row\((?<columns>id,[^)]*)\)")]
    private static partial Regex Input();

    [GeneratedRegex(@"\$(?<number>\d+)::(?<type>[a-z]+)\[\]")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\$\d+::int\b(?!\[)")]
    private static partial Regex Count();
}
