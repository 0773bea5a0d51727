using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using OrderApp.Marketplace.Api;
using OrderApp.Marketplace.Visitors;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Marketplace.Chat;

/// <summary>The chat's two addresses: a form that leaves a note, and the stream of all notes.</summary>
internal static class ChatEndpoints
{
    private const int MaxMessage = 500;

    public static void MapChat(this IEndpointRouteBuilder app)
    {
        app.MapPost("/routes/chat", SayAsync).AllowAnonymous().TakesSession().ExcludeFromDescription();
        app.MapGet("/routes/chat", ListenAsync).AllowAnonymous().TakesSession().ExcludeFromDescription().DisableRequestTimeout();
    }

    private static async Task<IResult> SayAsync(
        [FromForm] string place, [FromForm] string message, HttpContext context, ChatRoom room)
    {
        if (message.Length is 0 or > MaxMessage)
            throw GrpcErrors.InvalidArgument("message", $"must have 1 to {MaxMessage} characters");
        await room.SayAsync(new() { Location = PointOf(place), Message = message }, context.RequestAborted);
        return context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            ? Results.LocalRedirect("/routes#chat")
            : Results.NoContent();
    }

    private static async Task ListenAsync(HttpContext context, ChatRoom room)
    {
        var stream = new EventStream(context.Response);
        await stream.OpenAsync(null, context.RequestAborted);
        try
        {
            await foreach (var (note, isEarlier) in stream.WithHeartbeats(room.ListenAsync(context.RequestAborted), context.RequestAborted))
                await stream.SendAsync("", isEarlier ? "earlier" : "note", ProtoJson.Formatter.Format(note), context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The window was closed.
        }
    }

    private static Point PointOf(string place) =>
        place.Split(',') is [var latitude, var longitude]
        && int.TryParse(latitude, CultureInfo.InvariantCulture, out var north)
        && int.TryParse(longitude, CultureInfo.InvariantCulture, out var east)
            ? new() { Latitude = north, Longitude = east }
            : throw GrpcErrors.InvalidArgument("place", "must be two whole numbers parted by a comma");
}
