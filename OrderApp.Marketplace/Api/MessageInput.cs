using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using OrderApp.Marketplace.Api.Description;
using OrderApp.ServiceDefaults;

namespace OrderApp.Marketplace.Api;

/// <summary>
/// A request message read from the query string and, where there is one, the JSON body (the body wins). Names are the
/// proto's own or their camelCase form.
/// </summary>
/// <param name="Message">The message.</param>
/// <param name="Fields">The proto names of the fields that the caller sent.</param>
internal sealed record MessageInput<T>(T Message, IReadOnlySet<string> Fields)
    where T : IMessage<T>, new()
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default);

    public static async ValueTask<MessageInput<T>> ReadAsync(HttpContext context)
    {
        var message = new T();
        var fields = new HashSet<string>();
        ReadQuery(context.Request.Query, message, fields);
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0)
            ReadBody(await JsonBody.ReadAsync(context), message, fields);
        return new(message, fields);
    }

    /// <summary>The body alone, where it holds what must not stand in an address: addresses are logged.</summary>
    public static async ValueTask<T> ReadBodyAsync(HttpContext context)
    {
        var message = new T();
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0)
            ReadBody(await JsonBody.ReadAsync(context), message, []);
        return message;
    }

    /// <summary>The query string alone, for methods without a body.</summary>
    public static T ReadQuery(IQueryCollection query)
    {
        var message = new T();
        ReadQuery(query, message, []);
        return message;
    }

    private static void ReadQuery(IQueryCollection query, T message, HashSet<string> fields)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder().Where(ProtoSchemas.IsOneValue))
        {
            var name = query.ContainsKey(field.Name) ? field.Name : field.JsonName;
            if (!query.TryGetValue(name, out var values))
                continue;
            var text = values.ToString();
            // Of a list the name may stand several times, or its values between commas.
            Set(message, field, name, field.IsRepeated
                ? $"[{string.Join(',', text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(value => JsonOf(field, value)))}]"
                : JsonOf(field, text));
            fields.Add(field.Name);
        }
    }

    private static void ReadBody(JsonElement body, T message, HashSet<string> fields)
    {
        foreach (var property in body.EnumerateObject())
        {
            var field = message.Descriptor.Fields.InDeclarationOrder()
                .FirstOrDefault(field => field.Name == property.Name || field.JsonName == property.Name)
                ?? throw GrpcErrors.InvalidArgument(property.Name, "there is no such field");
            Set(message, field, property.Name, property.Value.GetRawText());
            fields.Add(field.Name);
        }
    }

    private static void Set(T message, FieldDescriptor field, string name, string json)
    {
        try
        {
            message.MergeFrom(Parser.Parse<T>($$"""{"{{field.JsonName}}":{{json}}}"""));
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidJsonException or FormatException or OverflowException)
        {
            throw GrpcErrors.InvalidArgument(name, $"must be {KindOf(field)}");
        }
    }

    private static string JsonOf(FieldDescriptor field, string text) => field.FieldType switch
    {
        FieldType.Bool => FlagOf(text),
        FieldType.Enum => JsonSerializer.Serialize(text.ToUpperInvariant()),
        _ => JsonSerializer.Serialize(text),
    };

    private static string FlagOf(string text) => text.ToUpperInvariant() switch
    {
        "TRUE" or "1" or "ON" or "YES" => "true",
        "FALSE" or "0" or "OFF" or "NO" => "false",
        _ => JsonSerializer.Serialize(text),
    };

    private static string KindOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => "true or false",
        FieldType.Int32 when field.IsRepeated => "whole numbers of 32 bits",
        FieldType.Int32 => "a whole number of 32 bits",
        FieldType.String => "a text",
        FieldType.Enum => "one of " + string.Join(", ", field.EnumType.Values.Select(value => value.Name)),
        _ => $"a {field.MessageType?.Name ?? "value"} in protobuf's JSON form",
    };
}
