using Google.Protobuf.Reflection;
using Microsoft.OpenApi;

namespace OrderApp.Marketplace.Api.Description;

/// <summary>JSON schemas of protobuf messages, made from their descriptors: the contract is told in one place only.</summary>
internal static class ProtoSchemas
{
    private const string Timestamp = "google.protobuf.Timestamp";
    private const string FieldMask = "google.protobuf.FieldMask";

    /// <summary>Whether a field can stand in a query string: a time is a text there.</summary>
    public static bool IsOneValue(FieldDescriptor field) =>
        field.FieldType != FieldType.Message || (field.MessageType.FullName == Timestamp && !field.IsRepeated);

    /// <summary>A reference to the message's schema, which is added to the document where it is not there yet.</summary>
    public static IOpenApiSchema Reference(OpenApiDocument document, MessageDescriptor message)
    {
        if (document.Components?.Schemas?.ContainsKey(message.Name) != true)
        {
            var schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema>() };
            document.AddComponent(message.Name, schema);
            foreach (var field in message.Fields.InDeclarationOrder())
                schema.Properties[field.JsonName] = Of(document, field);
        }

        return new OpenApiSchemaReference(message.Name, document);
    }

    public static IOpenApiSchema Of(OpenApiDocument document, FieldDescriptor field) =>
        field.IsRepeated ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = Single(document, field) } : Single(document, field);

    private static IOpenApiSchema Single(OpenApiDocument document, FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        FieldType.Int32 => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
        FieldType.Int64 => new OpenApiSchema { Type = JsonSchemaType.String, Format = "int64" },
        FieldType.Double => new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" },
        FieldType.Enum => new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = [.. field.EnumType.Values.Select(value => (System.Text.Json.Nodes.JsonNode)value.Name)],
        },
        FieldType.Message when field.MessageType.FullName == Timestamp => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        FieldType.Message when field.MessageType.FullName == FieldMask =>
            new OpenApiSchema { Type = JsonSchemaType.String, Description = "Field names parted by commas." },
        FieldType.Message => Reference(document, field.MessageType),
        _ => new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
