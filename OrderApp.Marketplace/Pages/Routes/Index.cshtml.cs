using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OrderApp.Marketplace.Chat;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Routes;

internal sealed class RoutesModel(RouteGuide.RouteGuideClient routes, ChatRoom room, PagePatience patience) : PageModel
{
    /// <summary>More places than these make the page heavy; a smaller rectangle shows the rest.</summary>
    private const int MaxPlaces = 1000;

    public Area Area { get; private set; } = new(null, null, null, null);

    public RouteMap Map { get; private set; } = new([]);

    public ServiceProblem? Problem { get; private set; }

    /// <summary>True when the rectangle holds more places than the page shows.</summary>
    public bool IsCut { get; private set; }

    public RouteSummary? Trip { get; private set; }

    public IReadOnlyList<string> Chosen { get; private set; } = [];

    /// <summary>The notes that were left lately, for those whose browser does not follow the chat.</summary>
    public IEnumerable<(string Place, string Text)> Notes => room.Recent.Select(note => (NameOf(note.Location), note.Message));

    public Task OnGetAsync(string? south, string? west, string? north, string? east, CancellationToken cancellationToken)
    {
        Area = new(Degrees(south), Degrees(west), Degrees(north), Degrees(east));
        return ShowAsync(cancellationToken);
    }

    public async Task OnPostTripAsync(string[] point, CancellationToken cancellationToken)
    {
        Chosen = point;
        await ShowAsync(cancellationToken);
        if (Problem is not null)
            return;
        try
        {
            using var call = routes.RecordRoute(deadline: patience.Deadline, cancellationToken: cancellationToken);
            foreach (var place in Map.Places.Where(place => point.Contains(Key(place.Location))))
                await call.RequestStream.WriteAsync(place.Location, cancellationToken);
            await call.RequestStream.CompleteAsync();
            Trip = await call;
        }
        catch (RpcException error)
        {
            Problem = ServiceProblem.From(error);
        }
    }

    public static string Key(Point point) => string.Create(CultureInfo.InvariantCulture, $"{point.Latitude},{point.Longitude}");

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        if (!Area.IsValid)
            Area = new(null, null, null, null);
        try
        {
            var places = new List<Feature>();
            using var call = routes.ListFeatures(Area.ToRectangle(), deadline: patience.Deadline, cancellationToken: cancellationToken);
            await foreach (var place in call.ResponseStream.ReadAllAsync(cancellationToken))
            {
                IsCut = places.Count == MaxPlaces;
                if (IsCut)
                    break;
                places.Add(place);
            }

            Map = new(places);
        }
        catch (RpcException error)
        {
            Problem = ServiceProblem.From(error);
            Response.StatusCode = Problem.HttpStatus;
        }
    }

    private string NameOf(Point location) =>
        Map.Places.FirstOrDefault(place => place.Location.Equals(location))?.Name is { Length: > 0 } name ? name : Key(location);

    private static decimal? Degrees(string? text) =>
        decimal.TryParse(text?.Replace(',', '.'), CultureInfo.InvariantCulture, out var degrees) ? degrees : null;
}
