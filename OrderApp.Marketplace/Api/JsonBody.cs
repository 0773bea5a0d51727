using System.Text.Json;

namespace OrderApp.Marketplace.Api;

/// <summary>Reads a request body that must be one JSON object.</summary>
internal static class JsonBody
{
    public static async ValueTask<JsonElement> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            throw new BadHttpRequestException("The body must be application/json.", StatusCodes.Status415UnsupportedMediaType);

        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.EnumerateObject().All(property => property.Name is not null)
                ? document.RootElement.Clone()
                : throw new BadHttpRequestException("The body must be a JSON object.");
        }
        catch (InvalidOperationException error)
        {
            // The parser takes any bytes between quotes and fails when a name is asked for that is no text.
            throw new BadHttpRequestException("The body is not JSON: a name in it is not a text.", error);
        }
        catch (IOException error) when (error is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            throw new BadHttpRequestException("The body cannot be read.", error);
        }
        catch (JsonException error)
        {
            throw new BadHttpRequestException($"The body is not JSON: {error.Message}", error);
        }
    }
}
