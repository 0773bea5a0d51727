using Google.Protobuf;

namespace OrderApp.Tests.EndToEnd.WholeApp;

/// <summary>What a test wants to know of a span.</summary>
internal sealed record Span(string Service, string TraceId, string Id, string ParentId, string Name)
{
    /// <summary>Reads a message ExportTraceServiceRequest of the OpenTelemetry protocol.</summary>
    public static IEnumerable<Span> ReadExport(ByteString request) =>
        from resourceSpans in Fields(request, 1)
        let service = ServiceName(Fields(resourceSpans, 1).Single())
        from scopeSpans in Fields(resourceSpans, 2)
        from span in Fields(scopeSpans, 2)
        select new Span(service, Hex(span, 1), Hex(span, 2), Hex(span, 4), Fields(span, 5).Single().ToStringUtf8());

    private static string ServiceName(ByteString resource) =>
        (from attribute in Fields(resource, 1)
         where Fields(attribute, 1).Single().ToStringUtf8() is "service.name"
         select Fields(Fields(attribute, 2).Single(), 1).Single().ToStringUtf8()).Single();

    private static string Hex(ByteString message, int number) =>
        Convert.ToHexStringLower(Fields(message, number).SingleOrDefault(ByteString.Empty).Span);

    private static IEnumerable<ByteString> Fields(ByteString message, int number)
    {
        using var input = message.CreateCodedInput();
        while (input.ReadTag() is not 0 and var tag)
        {
            if (tag == WireFormat.MakeTag(number, WireFormat.WireType.LengthDelimited))
                yield return input.ReadBytes();
            else
                input.SkipLastField();
        }
    }
}
