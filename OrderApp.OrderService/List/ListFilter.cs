using System.Text;
using OrderApp.Orders.Common;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.List;

/// <summary>Which of the orders that its caller may see a list is of.</summary>
internal readonly record struct ListFilter(bool? Completed, string Query, Guid? CustomerId = null)
{
    public static ListFilter Of(ListOrdersRequest request, OrderAccess access) => new(
        request.HasCompleted ? request.Completed : null,
        TextRules.Check("query", request.Query, OrderText.MaxNameLength),
        access.CheckFilter(request.CustomerId));

    /// <summary>The pattern that finds <see cref="Query"/> anywhere in a name; what LIKE would take for wildcards is taken literally.</summary>
    public string Pattern => new StringBuilder(Query).Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_").Insert(0, '%').Append('%').ToString();
}
