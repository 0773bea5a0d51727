using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;

namespace OrderApp.Benchmarks.Load;

/// <summary>Sends requests, one after another, and keeps count of what became of them, by step where a visit has several.</summary>
internal sealed class Caller(HttpClient http, LoadWindow window)
{
    private static readonly MediaTypeHeaderValue GrpcContent = new("application/grpc");
    private static readonly TransferCodingWithQualityHeaderValue Trailers = new("trailers");

    public Dictionary<string, LoadTally> Steps { get; } = new(StringComparer.Ordinal);

    /// <summary>When the next request was to be sent; null: when it is.</summary>
    public long? Intended { get; set; }

    /// <summary>A client with one connection for HTTP/2, and for HTTP/1.1 with as many as are needed.</summary>
    public static HttpClient Connect(Uri address) =>
        new(new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            InitialHttp2StreamWindowSize = 1024 * 1024,
        })
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan, // the load as a whole has one
        };

    /// <summary>A call of a gRPC method. The answer's message is not made an object of: the generator shares the cores with what it loads.</summary>
    public static HttpRequestMessage Grpc(string method, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, method)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = GrpcContent;
        request.Headers.TE.Add(Trailers);
        return request;
    }

    /// <summary>The body of a good answer; null when the call failed, which is in the tally by then.</summary>
    public async Task<byte[]?> SendAsync(HttpRequestMessage request, string step = "")
    {
        var tally = TallyOf(step);
        var begun = Intended ?? Stopwatch.GetTimestamp();
        Intended = null;
        try
        {
            using (request)
            {
                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                var body = await answer.Content.ReadAsByteArrayAsync();
                if (FailureOf(answer) is { } failure)
                {
                    tally.Failed(failure);
                    return null;
                }
                tally.Succeeded(begun, Stopwatch.GetTimestamp());
                return body;
            }
        }
        catch (HttpRequestException lost)
        {
            tally.Failed($"connection lost: {lost.HttpRequestError}");
            return null;
        }
    }

    /// <summary>What several requests were for is done.</summary>
    /// <param name="step">Its name.</param>
    /// <param name="begun">When it was to begin.</param>
    public void Finish(string step, long begun) => TallyOf(step).Succeeded(begun, Stopwatch.GetTimestamp());

    /// <summary>An answer that came well says that it is not done.</summary>
    public void Fail(string step, string code) => TallyOf(step).Failed(code);

    private LoadTally TallyOf(string step) => Steps.TryGetValue(step, out var tally) ? tally : Steps[step] = new(window);

    /// <summary>Null when it is a good answer that has been read to its end.</summary>
    public static string? FailureOf(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
            return string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)answer.StatusCode} {answer.StatusCode}");
        if (answer.Version.Major < 2)
            return null;
        return !answer.TrailingHeaders.TryGetValues("grpc-status", out var status) && !answer.Headers.TryGetValues("grpc-status", out status) ? "no grpc-status"
            : Enum.TryParse<StatusCode>(status.First(), out var code) && code is StatusCode.OK ? null
            : code.ToString();
    }
}
