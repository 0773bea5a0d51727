using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>An address of the pages' port and what is known of it: its methods, and the fields it reads.</summary>
internal sealed partial record HttpTarget(
    RoutePattern Pattern, IReadOnlyList<string> Methods, IReadOnlyList<string> QueryNames, IReadOnlyList<string> HeaderNames, IReadOnlyList<string> BodyNames)
{
    public string Name => $"{string.Join('|', Methods)} /{Pattern.RawText?.TrimStart('/')}";

    /// <summary>Everything that routing knows, with the names that the API's own description gives.</summary>
    public static IReadOnlyList<HttpTarget> All(IEnumerable<Microsoft.AspNetCore.Http.Endpoint> endpoints, JsonNode description) =>
        [.. endpoints.OfType<RouteEndpoint>().Select(endpoint => Of(endpoint, description)).DistinctBy(target => target.Name)];

    /// <summary>The address with its places filled in.</summary>
    public string Path(Func<string, string> fill) => "/" + string.Join('/', Pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => fill(parameter.Name),
        _ => "",
    }))));

    private static HttpTarget Of(RouteEndpoint endpoint, JsonNode description)
    {
        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];
        var described = description["paths"]?[Constraint().Replace("/" + endpoint.RoutePattern.RawText?.TrimStart('/'), "}")];
        var operations = described?.AsObject().Select(operation => operation.Value!).ToList() ?? [];
        var parameters = operations.SelectMany(operation => operation["parameters"]?.AsArray() ?? []).ToList();
        return new(
            endpoint.RoutePattern, methods.Count > 0 ? methods : ["GET", "POST"], Names(parameters, "query"), Names(parameters, "header"),
            [.. operations.SelectMany(operation => Properties(operation["requestBody"]?["content"]?["application/json"]?["schema"], description)).Distinct()]);
    }

    private static List<string> Names(IEnumerable<JsonNode?> parameters, string place) =>
        [.. parameters.Where(parameter => (string?)parameter!["in"] == place).Select(parameter => (string)parameter!["name"]!).Distinct()];

    private static IEnumerable<string> Properties(JsonNode? schema, JsonNode description)
    {
        if ((string?)schema?["$ref"] is { } reference)
            schema = description["components"]?["schemas"]?[reference[(reference.LastIndexOf('/') + 1)..]];
        return schema?["properties"]?.AsObject().Select(property => property.Key) ?? [];
    }

    [GeneratedRegex(@":[^}]*\}|\?\}")]
    private static partial Regex Constraint();
}
