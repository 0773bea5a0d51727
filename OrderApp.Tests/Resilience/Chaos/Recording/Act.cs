using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Resilience.Chaos.Recording;

/// <summary>
/// One call of one client: what it asked of which order, when (since the history began), and what it was told. An order is known by its
/// subject, a number that its creator gave it as user_id, because a create that was not answered has no uuid to know it by.
/// </summary>
internal sealed record Act(int Number, string Client, string Replica, int Subject, IMessage Request, TimeSpan Begun)
{
    public TimeSpan Ended { get; init; }

    public Outcome Outcome { get; init; }

    public StatusCode Code { get; init; }

    /// <summary>Whether the service itself gave <see cref="Code"/>.</summary>
    public bool FromServer { get; init; } = true;

    public IMessage? Answer { get; init; }

    public bool IsAcknowledged => Outcome == Outcome.Acknowledged;

    /// <summary>The order in the answer.</summary>
    public Order? Order => Answer switch
    {
        CreateOrderResponse created => created.Order,
        ReadOrderResponse read => read.Order,
        UpdateOrderResponse updated => updated.Order,
        _ => null,
    };

    /// <summary>Whether the answer says that this call removed the order.</summary>
    public bool Removed => Answer is DeleteOrderResponse { Success: true };

    public override string ToString()
    {
        var told = IsAcknowledged ? $"{Answer}" : FromServer ? $"{Code}" : $"{Code} (no answer)";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"#{Number} {Begun.TotalSeconds:0.000}-{Ended.TotalSeconds:0.000} s  {Client} at {Replica}: {Request.Descriptor.Name} {Request} -> {Outcome} {told}");
    }
}
