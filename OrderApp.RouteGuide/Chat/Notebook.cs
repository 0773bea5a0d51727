using OrderApp.Protos;
using OrderApp.Routes.Common;
using OrderApp.Routes.Geography;

namespace OrderApp.Routes.Chat;

/// <summary>The notes of one chat by place, up to the limits of the options.</summary>
internal sealed class Notebook(RouteGuideOptions limits)
{
    private readonly Dictionary<GeoPoint, List<RouteNote>> notes = [];
    private int count;
    private int bytes;

    /// <summary>The notes at a place in the order they came.</summary>
    public IReadOnlyList<RouteNote> At(GeoPoint place) => notes.TryGetValue(place, out var here) ? here : [];

    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: the chat would hold more than the options allow.</exception>
    public void Keep(GeoPoint place, RouteNote note)
    {
        var size = note.CalculateSize();
        if (count >= limits.MaxNotesPerChat)
            throw RouteErrors.ChatHoldsTooMany($"{limits.MaxNotesPerChat} notes");
        if (size > limits.MaxBytesPerChat - bytes)
            throw RouteErrors.ChatHoldsTooMany($"{limits.MaxBytesPerChat} bytes of notes");

        if (!notes.TryGetValue(place, out var here))
            notes.Add(place, here = []);
        here.Add(note);
        count++;
        bytes += size;
    }
}
