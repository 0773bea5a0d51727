namespace OrderApp.Tests.Resilience.Chaos.Clients;

/// <summary>What a customer may come for.</summary>
internal enum Errand
{
    CreateKeyed,
    Create,
    Read,
    Update,
    Remove,
}

/// <summary>How often customers come for what.</summary>
internal sealed record Errands(params (Errand Errand, int Weight)[] Mix)
{
    public static Errands All { get; } = new(
        (Errand.CreateKeyed, 30), (Errand.Create, 10), (Errand.Read, 20), (Errand.Update, 34), (Errand.Remove, 6));

    /// <summary>For services that can only create.</summary>
    public static Errands Creates { get; } = new((Errand.CreateKeyed, 3), (Errand.Create, 1));

    public Errand Pick(Random random)
    {
        var left = random.Next(Mix.Sum(part => part.Weight));
        return Mix.First(part => (left -= part.Weight) < 0).Errand;
    }
}
