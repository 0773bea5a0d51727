using System.Text;
using OrderApp.Protos;

namespace OrderApp.Orders.Reading;

/// <summary>Which orders a list is of.</summary>
internal readonly record struct OrderFilter(bool? Completed, string Query)
{
    public static OrderFilter Of(ListOrdersRequest request) =>
        new(request.HasCompleted ? request.Completed : null, OrderText.CheckText("query", request.Query, OrderText.MaxNameLength));

    /// <summary>The pattern that finds <see cref="Query"/> anywhere in a name; what LIKE would take for wildcards is taken literally.</summary>
    public string Pattern => new StringBuilder(Query).Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_").Insert(0, '%').Append('%').ToString();
}
