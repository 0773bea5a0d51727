using Microsoft.OpenApi;

namespace OrderApp.Marketplace.Api.Description;

/// <summary>The schema of problem details, RFC 9457.</summary>
internal static class ProblemSchema
{
    private const string Name = "Problem";

    public static IOpenApiSchema Reference(OpenApiDocument document)
    {
        if (document.Components?.Schemas?.ContainsKey(Name) != true)
        {
            document.AddComponent(Name, new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri-reference" },
                    ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
                    ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                    ["detail"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Description = "What was wrong; begins with the field's name where one field is.",
                    },
                    ["reason"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Pattern = "^[A-Z][A-Z0-9_]*$",
                        Description = "What was wrong, for programs: INVALID_FIELD, ETAG_MISMATCH, REQUEST_ID_REUSED, OUT_OF_STOCK and so on.",
                    },
                    ["errors"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Description = "What is wrong with which field; absent where no field is.",
                        AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
                    },
                    ["metadata"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Description = "What goes with the reason: with OUT_OF_STOCK \"book_ids\", and in the same order \"available\"; absent where nothing does.",
                        AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String },
                    },
                    ["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            });
        }

        return new OpenApiSchemaReference(Name, document);
    }
}
