using System.Globalization;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace OrderApp.Marketplace.Api.Description;

/// <summary>Words for describing an endpoint in OpenAPI by the messages it speaks.</summary>
internal static class Descriptions
{
    private static readonly int[] Always = [401, 429, 500, 503, 504];

    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string summary) => endpoint.WithSummary(summary);

    public static RouteHandlerBuilder Query<T>(this RouteHandlerBuilder endpoint, params string[] except) where T : IMessage<T>, new() =>
        endpoint.Edit((document, operation) =>
        {
            foreach (var field in Fields<T>().Where(field => !except.Contains(field.Name)))
                AddParameter(operation, field.Name, ParameterLocation.Query, ProtoSchemas.Of(document, field), null);
        });

    public static RouteHandlerBuilder Query(this RouteHandlerBuilder endpoint, params string[] names) => endpoint.Edit((_, operation) =>
    {
        foreach (var name in names)
            AddParameter(operation, name, ParameterLocation.Query, new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" }, null);
    });

    public static RouteHandlerBuilder Flag(this RouteHandlerBuilder endpoint, string name) => endpoint.Edit((_, operation) =>
        AddParameter(operation, name, ParameterLocation.Query, new OpenApiSchema { Type = JsonSchemaType.Boolean }, null));

    public static RouteHandlerBuilder QueryOrBody<T>(this RouteHandlerBuilder endpoint, string example, params string[] except) where T : IMessage<T>, new() =>
        endpoint.Query<T>(["uuid", "request_id", "etag", .. except]).Edit((document, operation) => operation.RequestBody = new OpenApiRequestBody
        {
            Description = "Instead of, or on top of, the query string.",
            Content = Json(ProtoSchemas.Reference(document, new T().Descriptor), example),
        });

    public static RouteHandlerBuilder Body<T>(this RouteHandlerBuilder endpoint, string example) where T : IMessage<T>, new() =>
        endpoint.Edit((document, operation) => operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = Json(ProtoSchemas.Reference(document, new T().Descriptor), example),
        });

    public static RouteHandlerBuilder BodyList<T>(this RouteHandlerBuilder endpoint, string name, string example) where T : IMessage<T>, new() =>
        endpoint.Edit((document, operation) => operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = Json(ListOf<T>(document, name), example),
        });

    public static RouteHandlerBuilder Header(this RouteHandlerBuilder endpoint, string name, string example) => endpoint.Edit((_, operation) =>
        AddParameter(operation, name, ParameterLocation.Header, new OpenApiSchema { Type = JsonSchemaType.String }, example));

    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int status = 200) where T : IMessage<T>, new() =>
        endpoint.Edit((document, operation) =>
        {
            var message = new T().Descriptor;
            Answer(operation, status, Json(ProtoSchemas.Reference(document, message), Examples.Of(message.Name)));
        });

    public static RouteHandlerBuilder AnswersList<T>(this RouteHandlerBuilder endpoint, string name) where T : IMessage<T>, new() =>
        endpoint.Edit((document, operation) =>
            Answer(operation, 200, Json(ListOf<T>(document, name), $$"""{"{{name}}":[{{Examples.Of(new T().Descriptor.Name)}}]}""")));

    public static RouteHandlerBuilder AnswersText(this RouteHandlerBuilder endpoint, string type) => endpoint.Edit((_, operation) =>
        Answer(operation, 200, new Dictionary<string, OpenApiMediaType>
        {
            [type] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
        }));

    public static RouteHandlerBuilder AnswersNothing(this RouteHandlerBuilder endpoint, int status) =>
        endpoint.Edit((_, operation) => Answer(operation, status, null));

    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder endpoint, params int[] statuses) => endpoint.Edit((document, operation) =>
    {
        foreach (var status in statuses.Concat(Always))
        {
            var example = $$"""{"title":"{{ReasonPhrases.GetReasonPhrase(status)}}","status":{{status}},"detail":"What exactly was wrong."}""";
            var content = Json(ProblemSchema.Reference(document), example);
            Answer(operation, status, new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = content["application/json"] });
        }
    });

    private static RouteHandlerBuilder Edit(this RouteHandlerBuilder endpoint, Action<OpenApiDocument, OpenApiOperation> edit) =>
        endpoint.AddOpenApiOperationTransformer((operation, context, _) =>
        {
            edit(context.Document!, operation);
            return Task.CompletedTask;
        });

    private static void Answer(OpenApiOperation operation, int status, Dictionary<string, OpenApiMediaType>? content)
    {
        operation.Responses ??= [];
        if (operation.Responses.TryGetValue("200", out var made) && made.Content is not { Count: > 0 })
            operation.Responses.Remove("200");
        operation.Responses[status.ToString(CultureInfo.InvariantCulture)] =
            new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(status), Content = content };
    }

    private static OpenApiSchema ListOf<T>(OpenApiDocument document, string name) where T : IMessage<T>, new() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            [name] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = ProtoSchemas.Reference(document, new T().Descriptor) },
        },
    };

    private static Dictionary<string, OpenApiMediaType> Json(IOpenApiSchema schema, string? example) => new()
    {
        ["application/json"] = new() { Schema = schema, Example = example is null ? null : JsonNode.Parse(example) },
    };

    private static IEnumerable<FieldDescriptor> Fields<T>() where T : IMessage<T>, new() =>
        new T().Descriptor.Fields.InDeclarationOrder().Where(ProtoSchemas.IsOneValue);

    private static void AddParameter(OpenApiOperation operation, string name, ParameterLocation place, IOpenApiSchema schema, string? example)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = place,
            Schema = schema,
            Example = string.IsNullOrEmpty(example) ? null : JsonValue.Create(example),
        });
    }
}
