using State = OrderApp.Protos.Transaction.Types.State;

namespace OrderApp.Payments.Common;

/// <summary>
/// The legal moves of a transaction, all of them; whatever is not here does not happen. The statement that moves one asks <see cref="Into"/> for the
/// states it may come from.
/// </summary>
internal static class TransactionMoves
{
    private static readonly (State From, State To)[] Legal =
    [
        (State.Pending, State.Authorized),
        (State.Pending, State.Declined),
        (State.Authorized, State.Captured),
        // The provider does not pay what it had set aside.
        (State.Authorized, State.Declined),
        (State.Authorized, State.Voided),
        // A refund in part leaves it captured; that is no move.
        (State.Captured, State.Refunded),
    ];

    public static bool IsLegal(State from, State to) => Legal.Contains((from, to));

    /// <summary>The states from which this one can be reached, as they are stored.</summary>
    public static short[] Into(State to) => [.. Legal.Where(move => move.To == to).Select(move => (short)move.From)];
}
