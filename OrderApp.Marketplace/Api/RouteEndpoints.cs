using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using RouteGuideClient = OrderApp.Protos.RouteGuide.RouteGuideClient;

namespace OrderApp.Marketplace.Api;

/// <summary>The map's features and trips as JSON. Coordinates are whole numbers: degrees times 10^7.</summary>
internal static class RouteEndpoints
{
    private const int MaxPoints = 10_000;
    private const int Latitudes = 900_000_000;
    private const int Longitudes = 1_800_000_000;

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default);

    public static async Task FeaturesAsync(HttpContext context, RouteGuideClient routes)
    {
        var query = context.Request.Query;
        var area = new Rectangle
        {
            Lo = new() { Latitude = E7(query, "lo_latitude", -Latitudes), Longitude = E7(query, "lo_longitude", -Longitudes) },
            Hi = new() { Latitude = E7(query, "hi_latitude", Latitudes), Longitude = E7(query, "hi_longitude", Longitudes) },
        };
        using var call = routes.ListFeatures(area, cancellationToken: context.RequestAborted);
        var features = call.ResponseStream.ReadAllAsync(context.RequestAborted).GetAsyncEnumerator(context.RequestAborted);
        await using var _ = features;
        var any = await features.MoveNextAsync();

        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync("{\"features\":[", context.RequestAborted);
        for (var separator = ""; any; any = await features.MoveNextAsync(), separator = ",")
            await context.Response.WriteAsync(separator + ProtoJson.Formatter.Format(features.Current), context.RequestAborted);
        await context.Response.WriteAsync("]}", context.RequestAborted);
    }

    public static async Task<IResult> SummaryAsync(HttpContext context, RouteGuideClient routes)
    {
        var points = PointsOf(await JsonBody.ReadAsync(context));
        using var call = routes.RecordRoute(deadline: DateTime.UtcNow.AddSeconds(10), cancellationToken: context.RequestAborted);
        try
        {
            foreach (var point in points)
                await call.RequestStream.WriteAsync(point, context.RequestAborted);
            await call.RequestStream.CompleteAsync();
        }
        catch (InvalidOperationException)
        {
            // The service refused before it had read everything: its status comes with the answer.
        }

        return new ProtoJson(await call);
    }

    private static List<Point> PointsOf(JsonElement body)
    {
        if (!body.TryGetProperty("points", out var points) || points.ValueKind != JsonValueKind.Array)
            throw GrpcErrors.InvalidArgument("points", "must be a list of points");
        if (points.GetArrayLength() > MaxPoints)
            throw GrpcErrors.InvalidArgument("points", $"must not be more than {MaxPoints}");
        return [.. points.EnumerateArray().Select(PointOf)];
    }

    private static Point PointOf(JsonElement point, int index)
    {
        try
        {
            return Parser.Parse<Point>(point.GetRawText());
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidJsonException or FormatException or OverflowException)
        {
            throw GrpcErrors.InvalidArgument($"points[{index}]", "must be {\"latitude\": ..., \"longitude\": ...}, whole numbers of degrees times 10^7");
        }
    }

    private static int E7(IQueryCollection query, string name, int otherwise) =>
        !query.TryGetValue(name, out var text) ? otherwise
        : int.TryParse(text, out var value) ? value
        : throw GrpcErrors.InvalidArgument(name, "must be a whole number: degrees times 10^7");
}
