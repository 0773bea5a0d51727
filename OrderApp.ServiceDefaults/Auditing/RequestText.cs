using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace OrderApp.ServiceDefaults.Auditing;

/// <summary>A request as the audit trail keeps it: its fields as JSON, bounded, without what is secret or a person's.</summary>
/// <remarks>
/// By the fields' names, and not by the option debug_redact in the contracts: compilers of protobuf before 22, which systems still come with, refuse
/// files that have it.
/// </remarks>
internal static class RequestText
{
    private const int MaxTextLength = 200;
    private const int MaxItems = 20;
    private const int MaxBytes = 8 * 1024;
    private const string NotKept = "(not kept)";

    private static readonly string[] Secrets = ["password", "token", "email", "name", "text", "message", "delivery_address"];
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(IMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
            Write(json, message);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Whether a field's content is not kept.</summary>
    public static bool IsSecret(string field) => Secrets.Any(secret => field == secret || field.EndsWith($"_{secret}", StringComparison.Ordinal));

    private static void Write(Utf8JsonWriter json, IMessage message)
    {
        json.WriteStartObject();
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (!IsSet(field, message))
                continue;
            if (json.BytesCommitted + json.BytesPending > MaxBytes)
            {
                json.WriteString("…", "cut short");
                break;
            }

            json.WritePropertyName(field.Name);
            if (IsSecret(field.Name))
                json.WriteStringValue(NotKept);
            else if (field.IsRepeated && field.Accessor.GetValue(message) is ICollection items)
                Write(json, field, items);
            else
                Write(json, field, field.Accessor.GetValue(message));
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FieldDescriptor field, ICollection items)
    {
        json.WriteStartArray();
        foreach (var item in items.Cast<object>().Take(MaxItems))
            Write(json, field, item);
        if (items.Count > MaxItems)
            json.WriteStringValue($"… {items.Count - MaxItems} more");
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, FieldDescriptor field, object value)
    {
        switch (value)
        {
            case IMessage message when message.Descriptor.File.Package is not "google.protobuf":
                Write(json, message);
                break;
            case IMessage message:
                // Times, spans of time, masks: as JSON has them, and as they are where they are not valid.
                json.WriteStringValue(Cut(JsonFormatter.ToDiagnosticString(message).Trim('"')));
                break;
            case string text:
                json.WriteStringValue(Cut(text));
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case Enum number:
                var name = field.EnumType.FindValueByNumber(Convert.ToInt32(number, CultureInfo.InvariantCulture))?.Name;
                json.WriteStringValue(name ?? number.ToString("D"));
                break;
            case ByteString bytes:
                json.WriteStringValue($"{bytes.Length} bytes");
                break;
            case IFormattable number:
                json.WriteStringValue(number.ToString(null, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static bool IsSet(FieldDescriptor field, IMessage message) => field switch
    {
        { IsMap: true } => false,
        { IsRepeated: true } => field.Accessor.GetValue(message) is ICollection { Count: > 0 },
        { HasPresence: true } => field.Accessor.HasValue(message),
        _ => field.Accessor.GetValue(message) is not ("" or 0 or 0L or 0U or 0UL or 0F or 0D or false or ByteString { IsEmpty: true }),
    };

    private static string Cut(string text) =>
        text.Length <= MaxTextLength ? text : text[..(char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength)] + "…";
}
