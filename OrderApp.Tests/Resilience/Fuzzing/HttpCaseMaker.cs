using System.Text;

namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>Makes requests for an address: right ones, and ones that are odd in their method, path, query, headers or body.</summary>
internal sealed class HttpCaseMaker(KnownValues known, IReadOnlyList<HttpForm> forms, string cookies, string secret)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "\u0001"];

    private static readonly string[] AnyQueryName =
        ["page_size", "pageSize", "page_token", "query", "handler", "status", "after", "placed", "completed", "lo_latitude", "south", "category", "orderBy", "uuid", "id", "", "[]", "a[0]"];

    private static readonly string[] Handlers = ["Order", "Create", "Rename", "Complete", "Delete", "Trip", "Row", "Nothing"];

    private static readonly string[] PathTricks =
        ["/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/appsettings.json", "//", "/./", "/%00", "/%ff", "/%c0%af", "/%ed%a0%80", "/a%0d%0aX:1", "/;a=b", "/%", "/%zz", "/\\..\\", "/order%2f1", "/ORDER", "/order/", "//order", "/order/..", "/~", "/*"];

    private static readonly string[] Accepts = ["text/html", "application/json", "*/*", "text/html;q=0.1", "application/grpc", "x", "text/event-stream", ";;;"];

    private static readonly string[] Tags = ["\"1\"", "W/\"1\"", "*", "1", "\"", "\"a\", \"b\"", "\"\u0416\"", "\"\0\"", "", "W/"];

    private static readonly string[] SomeHeaders =
        ["Accept-Language", "If-Match", "If-None-Match", "If-Modified-Since", "Idempotency-Key", "Last-Event-ID", "Range", "Origin", "Access-Control-Request-Method", "Cookie", "Referer", "Accept-Encoding", "X-Forwarded-For", "traceparent", "Content-Encoding", "Expect", "User-Agent", "RequestVerificationToken", "Sec-Fetch-Site", "Upgrade", "Connection", "Priority"];

    public HttpCase Of(HttpTarget target, int seed)
    {
        var random = new FuzzRandom(seed);
        var form = forms.Where(form => random.Chance(0.5) && Leads(form, target)).FirstOrDefault();
        var method = random.Chance(0.05) ? random.Pick(Methods) : form is not null ? "POST" : random.Pick(target.Methods);
        var path = form?.Action ?? target.Path(name => Escaped(known.TextFor(name, random), random));
        if (random.Chance(0.05))
            path = random.Chance(0.5) ? random.Pick(PathTricks) : path + random.Pick(PathTricks);
        path = WithQuery(path.Length > 0 ? path : "/", target, random);
        var headers = Headers(target, random);
        var body = method is "GET" or "HEAD" && random.Chance(0.97) ? [] : form is not null ? FormBody(form, headers, random) : Body(target, headers, random);
        return HttpCase.Of(method, path, headers, body, random.Chance(0.1));
    }

    private static bool Leads(HttpForm form, HttpTarget target)
    {
        var path = form.Action.Split('?')[0].Trim('/').Split('/');
        return path.Length == Math.Max(1, target.Pattern.PathSegments.Count)
            && target.Pattern.PathSegments.Select((segment, i) => !segment.IsSimple || segment.Parts[0] is not Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal || literal.Content == path[i]).All(same => same);
    }

    private string WithQuery(string path, HttpTarget target, FuzzRandom random)
    {
        if (random.Chance(0.4))
            return path;
        var query = new List<string>();
        for (var i = random.Below(5); i > 0; i--)
        {
            var name = target.QueryNames.Count > 0 && random.Chance(0.7) ? random.Pick(target.QueryNames)
                : target.BodyNames.Count > 0 && random.Chance(0.5) ? random.Pick(target.BodyNames)
                : random.Pick(AnyQueryName);
            var value = name == "handler" ? random.Pick(Handlers) : random.Chance(0.4) ? $"{random.Pick(OddValues.Integers)}" : known.TextFor(name, random);
            query.Add(random.Chance(0.05) ? name : $"{name}={Escaped(value, random)}");
        }

        return $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{string.Join('&', query)}";
    }

    private List<(string Name, string Value)> Headers(HttpTarget target, FuzzRandom random)
    {
        var headers = new List<(string, string)> { ("Accept", random.Pick(Accepts)), ("Authorization", $"Bearer {secret}") };
        if (random.Chance(0.7))
            headers.Add(("Cookie", $"{cookies}; customer={secret}"));
        for (var i = random.Below(4); i > 0; i--)
        {
            var name = target.HeaderNames.Count > 0 && random.Chance(0.5) ? random.Pick(target.HeaderNames) : random.Pick(SomeHeaders);
            headers.Add((name, name switch
            {
                "If-Match" or "If-None-Match" => random.Chance(0.5) ? random.Pick(Tags) : known.TextFor("etag", random),
                "Connection" => "keep-alive",
                "Expect" => "100-continue",
                "Sec-Fetch-Site" => random.Pick(["same-origin", "cross-site", "none"]),
                _ => known.TextFor(name, random),
            }));
        }

        // What breaks the lines of a header is a request of another kind: FrameFuzzTests sends those.
        return [.. headers.Select(header => (header.Item1, new string([.. header.Item2.Where(letter => letter is not ('\r' or '\n' or '\0'))])))];
    }

    private byte[] Body(HttpTarget target, List<(string, string)> headers, FuzzRandom random)
    {
        if (random.Chance(0.1))
            return [];
        headers.Add(("Content-Type", random.Chance(0.85) ? "application/json" : random.Pick(
            ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=b", "application/json; charset=utf-16", "application/grpc", ";", "application/merge-patch+json"])));
        return new JsonMaker(known, random).Make(target.BodyNames);
    }

    private byte[] FormBody(HttpForm form, List<(string Name, string Value)> headers, FuzzRandom random)
    {
        var fields = form.Fields.Where(_ => !random.Chance(0.07))
            .Select(field => (field.Name, Value: field.Name.StartsWith("__", StringComparison.Ordinal) || random.Chance(0.4) ? field.Value : known.TextFor(field.Name, random)))
            .ToList();
        headers.RemoveAll(header => header.Name == "Cookie");
        headers.Add(("Cookie", cookies));
        switch (random.Below(12))
        {
            case 0:
                headers.Add(("Content-Type", "multipart/form-data; boundary=b"));
                return Encoding.UTF8.GetBytes(string.Concat(fields.Select(field => $"--b\r\nContent-Disposition: form-data; name=\"{field.Name}\"\r\n\r\n{field.Value}\r\n")) + (random.Chance(0.5) ? "--b--\r\n" : "--b"));
            case 1:
                headers.Add(("Content-Type", random.Pick(["multipart/form-data", "multipart/form-data; boundary=", "text/plain", "application/json", "x", "application/x-www-form-urlencoded; charset=utf-7"])));
                // Scripts may give the token as a header, whatever the body is.
                headers.Add(("RequestVerificationToken", form.Fields.FirstOrDefault(field => field.Name.StartsWith("__", StringComparison.Ordinal)).Value ?? ""));
                return random.Bytes(100);
            case 2:
                fields.AddRange(Enumerable.Range(0, 1100).Select(number => ($"f{number}", "")));
                break;
            case 3:
                fields.AddRange(fields.ToList());
                break;
        }

        headers.Add(("Content-Type", "application/x-www-form-urlencoded"));
        return Encoding.UTF8.GetBytes(string.Join('&', fields.Select(field => $"{field.Name}={Escaped(field.Value, random)}")));
    }

    private static string Escaped(string text, FuzzRandom random)
    {
        if (random.Chance(0.05))
            return string.Concat(random.Pick(OddValues.NoTexts).Select(letter => $"%{letter:X2}"));
        return Uri.EscapeDataString(text);
    }
}
