using System.Text;
using Google.Protobuf.WellKnownTypes;
using OrderApp.Orders.Common;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using State = OrderApp.Protos.Order.Types.State;

namespace OrderApp.Orders.List;

/// <summary>Which of the orders that its caller may see a list is of.</summary>
internal readonly record struct ListFilter(bool? Completed, string Query, Guid? CustomerId = null)
{
    private static readonly IReadOnlyList<int> AnyState = [];

    // A clock that is wrong in the wildest way makes no UUID of version 7 outside of these.
    private static readonly DateTime Earliest = DateTime.UnixEpoch;
    private static readonly DateTime Latest = new(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly IReadOnlyList<int>? states;

    /// <summary>The states, by their numbers in the contract, each once; none: all states.</summary>
    public IReadOnlyList<int> States
    {
        get => states ?? AnyState;
        init => states = value;
    }

    /// <summary>Only orders that were recorded then or later.</summary>
    public DateTime? From { get; init; }

    /// <summary>Only orders that were recorded before.</summary>
    public DateTime? To { get; init; }

    public static ListFilter Of(ListOrdersRequest request, OrderAccess access) => new(
        request.HasCompleted ? request.Completed : null,
        TextRules.Check("query", request.Query, OrderText.MaxNameLength),
        access.CheckFilter(request.CustomerId))
    {
        States = [.. request.States.Select(Known).Distinct().Order()],
        From = Moment("create_time_from", request.CreateTimeFrom),
        To = Moment("create_time_to", request.CreateTimeTo),
    };

    /// <summary>The pattern that finds <see cref="Query"/> anywhere in a name; what LIKE would take for wildcards is taken literally.</summary>
    public string Pattern => new StringBuilder(Query).Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_").Insert(0, '%').Append('%').ToString();

    private static int Known(State state) =>
        state is not State.Unspecified && System.Enum.IsDefined(state) ? (int)state : throw GrpcErrors.InvalidArgument("states", "must be states of an order");

    private static DateTime? Moment(string field, Timestamp? time)
    {
        if (time is null)
            return null;
        // ToDateTime would throw for what is out of its range.
        var moment = time.Seconds is >= -62_135_596_800 and <= 253_402_300_799 && time.Nanos is >= 0 and < 1_000_000_000 ? time.ToDateTime() : DateTime.MinValue;
        return moment >= Earliest && moment <= Latest ? moment : throw GrpcErrors.InvalidArgument(field, "must be between the years 1970 and 9999");
    }
}
