using System.Text.Json;
using System.Text.Unicode;

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
            using var document = JsonDocument.Parse(await ReadTextAsync(context));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.EnumerateObject().All(property => property.Name is not null)
                ? document.RootElement.Clone()
                : throw new BadHttpRequestException("The body must be a JSON object.");
        }
        catch (InvalidOperationException error)
        {
            // The parser takes any escapes between quotes and fails when a name is asked for that is no text.
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

    // JSON is UTF-8 (RFC 8259, section 8.1); the parser looks at the bytes between quotes only when somebody asks for them. The server bounds the length.
    private static async ValueTask<ReadOnlyMemory<byte>> ReadTextAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var text = body.GetBuffer().AsMemory(0, (int)body.Length);
        return Utf8.IsValid(text.Span) ? text : throw new BadHttpRequestException("The body is not JSON: it is not UTF-8.");
    }
}
