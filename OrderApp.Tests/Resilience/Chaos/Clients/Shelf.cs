using OrderApp.Protos;

namespace OrderApp.Tests.Resilience.Chaos.Clients;

/// <summary>The orders that clients know of, the newest few: what all of them read, change and remove at once.</summary>
internal sealed class Shelf
{
    private const int Size = 40;
    private readonly Lock gate = new();
    private readonly Dictionary<int, Order> orders = [];

    /// <summary>Puts an order there, or its newer version.</summary>
    public void Put(int subject, Order order)
    {
        lock (gate)
        {
            orders[subject] = order;
            if (orders.Count > Size)
                orders.Remove(orders.Keys.Min());
        }
    }

    public void Remove(int subject)
    {
        lock (gate)
            orders.Remove(subject);
    }

    public (int Subject, Order Order)? Pick(Random random)
    {
        lock (gate)
        {
            if (orders.Count == 0)
                return null;
            var (subject, order) = orders.ElementAt(random.Next(orders.Count));
            return (subject, order);
        }
    }
}
