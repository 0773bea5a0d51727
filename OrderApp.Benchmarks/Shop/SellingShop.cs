namespace OrderApp.Benchmarks.Shop;

/// <summary>A service that takes part in a sale.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Database">The name of its database.</param>
/// <param name="Target">Its process.</param>
internal sealed record SellingPart(string Name, string Database, Target Target);

/// <summary>The services that sell, on databases of their own, with books that cost <see cref="Price"/> and are not sold out in a benchmark.</summary>
/// <param name="Database">Where their databases are.</param>
/// <param name="Cart">The service that is called.</param>
/// <param name="Parts">All of them.</param>
/// <param name="BookIds">The books.</param>
internal sealed record SellingShop(OwnDatabase Database, SellingPart Cart, IReadOnlyList<SellingPart> Parts, IReadOnlyList<int> BookIds)
{
    public const int Price = 10;

    /// <summary>The shop as something to load.</summary>
    public Target Target => Cart.Target.With(Parts.Where(part => part != Cart).Select(part => part.Target));

    public string this[string part] => Parts.Single(one => one.Name == part).Database;

    /// <summary>Tells what each part costs.</summary>
    public CostMeter CostMeter() => new([.. Parts.Select(part => (part.Name, part.Target.ProcessIds[0], part.Database))], Database.ProcessId ?? 0, Database.CountAsync);
}
