using FsCheck;
using FsCheck.Fluent;

namespace OrderApp.Tests.Orders;

/// <summary>A random request: what it asks for, good or bad, and which of the orders made before it is about.</summary>
internal sealed record OrderStep(
    string Kind, int Target, string Name, bool Completed, string Date, int? UserId, int? BookId, int Key, string Etag, string Mask, int PageSize)
{
    /// <summary>Names by what is sent; those that are refused are null.</summary>
    public static readonly IReadOnlyDictionary<string, bool> Names = new Dictionary<string, bool>
    {
        ["Dune"] = true,
        ["Война и мир"] = true,
        ["'; --"] = true,
        ["100%_\\"] = true,
        ["\U0001F4D6"] = true,
        ["\uFFFD"] = true,
        [""] = false,
        ["  "] = false,
        ["a\nb"] = false,
        ["\0"] = false,
        [new string('x', 201)] = false,
    };

    /// <summary>Dates by what is sent, as they are given back; those that are refused are null, the empty one is now.</summary>
    public static readonly IReadOnlyDictionary<string, string?> Dates = new Dictionary<string, string?>
    {
        [""] = "",
        ["2026-11-20T11:36:31.123456Z"] = "2026-11-20T11:36:31.123456Z",
        ["2026-11-20 14:36:31.5+03:00"] = "2026-11-20T11:36:31.5Z",
        ["2026-W47-5"] = null,
        ["0001-01-01"] = "0001-01-01T00:00:00Z",
        ["2026-02-29"] = null,
        ["soon"] = null,
    };

    private static readonly string[] Masks = ["", "*", "name", "completed", "date", "name,date", "completed,completed", "uuid", "name,*"];

    public static Gen<IReadOnlyList<OrderStep>> Sequences(int length) =>
        from steps in Gen.ListOf(Steps(), length)
        select (IReadOnlyList<OrderStep>)[.. steps];

    private static Gen<OrderStep> Steps() =>
        from kind in Gen.Frequency((5, Gen.Constant("create")), (2, Gen.Constant("read")), (4, Gen.Constant("update")), (2, Gen.Constant("delete")), (2, Gen.Constant("list")))
        from target in Gen.Choose(-2, 5)
        from name in Mostly(Names.Where(name => name.Value).Select(name => name.Key), Names.Keys)
        from completed in Gen.Elements(true, false)
        from date in Mostly(Dates.Where(date => date.Value is not null).Select(date => date.Key), Dates.Keys)
        from userId in Mostly<int?>([null, 1, int.MaxValue], [0, -1, int.MinValue])
        from bookId in Mostly<int?>([null, 7], [0, -7])
        from key in Gen.Choose(-6, 3)
        from etag in Gen.Elements("", "", "current", "current", "stale", "none of ours")
        from mask in Gen.Elements(Masks)
        from pageSize in Mostly([0, 1, 3, 1001], [-1])
        select new OrderStep(kind, target, name, completed, date, userId, bookId, key, etag, mask, pageSize);

    private static Gen<T> Mostly<T>(IEnumerable<T> good, IEnumerable<T> others) => Gen.Frequency((9, Gen.Elements(good)), (1, Gen.Elements(others)));
}
