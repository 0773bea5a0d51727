namespace OrderApp.Orders.Writing;

/// <summary>Splits a batch into rounds in which no order comes twice, keeping the order of operations on each.</summary>
internal static class SameOrderOnce
{
    public static IEnumerable<List<TOperation>> Split<TOperation>(IReadOnlyList<TOperation> batch) where TOperation : IOnExistingOrder
    {
        var rounds = new List<List<TOperation>>();
        var seen = new Dictionary<Guid, int>(batch.Count);
        foreach (var operation in batch)
        {
            var round = seen.GetValueOrDefault(operation.Id);
            seen[operation.Id] = round + 1;
            if (round == rounds.Count)
                rounds.Add([]);
            rounds[round].Add(operation);
        }

        return rounds;
    }
}
