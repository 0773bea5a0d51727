using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace OrderApp.ServiceDefaults.Auditing;

/// <summary>What an action is about: the ids that its request and its answer hold, and the messages within them.</summary>
internal static class Things
{
    private const int Most = 10;
    private const string IdEnd = "_id";
    private const string Uuid = "uuid";

    // The caller's own key of a request, and a file's own numbers.
    private static readonly string[] NoThings = ["request_id", "source_id"];

    public static string[] Of(params IEnumerable<IMessage?> messages) =>
        [.. messages.OfType<IMessage>().SelectMany(message => In(message, isInside: false)).Distinct().Take(Most)];

    private static IEnumerable<string> In(IMessage message, bool isInside)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.IsMap || NoThings.Contains(field.Name))
                continue;
            var value = field.Accessor.GetValue(message);
            if (KindOf(field) is { } kind)
            {
                foreach (var id in field.IsRepeated ? ((IEnumerable)value).Cast<object>() : [value])
                {
                    if (Text(kind, id) is { } thing)
                        yield return thing;
                }
            }
            else if (!isInside && !field.IsRepeated && value is IMessage inner)
            {
                foreach (var thing in In(inner, isInside: true))
                    yield return thing;
            }
        }
    }

    private static string? KindOf(FieldDescriptor field) => field.Name switch
    {
        "id" => field.ContainingType.Name.ToLowerInvariant(),
        Uuid => Uuid,
        { } name when name.EndsWith($"_{Uuid}", StringComparison.Ordinal) => Uuid,
        { } name when name.EndsWith(IdEnd, StringComparison.Ordinal) => name[..^IdEnd.Length],
        { } name when name.EndsWith($"{IdEnd}s", StringComparison.Ordinal) => name[..^(IdEnd.Length + 1)],
        _ => null,
    };

    // What is no id is whatever a caller likes to write.
    private static string? Text(string kind, object id) => id switch
    {
        string text when Guid.TryParse(text, out var uuid) => uuid.ToString(),
        int and > 0 or long and > 0 => $"{kind} {id}",
        _ => null,
    };
}
