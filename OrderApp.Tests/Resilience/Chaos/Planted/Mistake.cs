namespace OrderApp.Tests.Resilience.Chaos.Planted;

/// <summary>What a careless service does wrong.</summary>
public enum Mistake
{
    None,

    /// <summary>It looks whether the request_id was used, and makes the order when it was not: others may look at the same moment.</summary>
    CheckThenInsert,

    /// <summary>It records the event after the order's transaction: whatever ends it in between leaves an order without its event.</summary>
    EventOutsideTransaction,
}
