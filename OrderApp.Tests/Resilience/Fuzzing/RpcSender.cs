using System.Net;
using Grpc.Core;

namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>Sends cases and reads what comes back, of a stream without end just its beginning.</summary>
internal sealed class RpcSender : IDisposable
{
    private const int MostBytes = 512 * 1024;
    private static readonly TimeSpan HeaderPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StreamPatience = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan TrailerPatience = TimeSpan.FromSeconds(20);

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        EnableMultipleHttp2Connections = true,
        UseCookies = false,
        AllowAutoRedirect = false,
        UseProxy = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<RpcAnswer> SendAsync(RpcTarget target, RpcCase sent, string secret)
    {
        var address = new Uri(target.Address.ToString().TrimEnd('/') + sent.Path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(sent.HttpMethod), address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(sent.Body),
        };
        foreach (var (name, value) in sent.Headers.Append(("authorization", $"Bearer {secret}")).Append(("cookie", $"customer={secret}")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        using var limit = new CancellationTokenSource(HeaderPatience);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            limit.CancelAfter(target.Method.IsServerStreaming ? StreamPatience : TrailerPatience);
            var isWhole = await ReadAsync(response, limit.Token);
            if (!isWhole && !target.Method.IsServerStreaming)
                return new(response.StatusCode, null, "", "the answer has no end");
            return new(response.StatusCode, Code(response), Uri.UnescapeDataString(Field(response, "grpc-message") ?? ""), null);
        }
        catch (OperationCanceledException)
        {
            return new(null, null, "", "no answer");
        }
        catch (Exception error) when (error is HttpRequestException or HttpIOException)
        {
            return new(null, null, "", error.InnerException?.Message ?? error.Message);
        }
    }

    public void Dispose() => http.Dispose();

    private static async Task<bool> ReadAsync(HttpResponseMessage response, CancellationToken cancelled)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancelled);
            var buffer = new byte[16 * 1024];
            for (int total = 0, read; (read = await body.ReadAsync(buffer, cancelled)) > 0;)
            {
                if ((total += read) > MostBytes)
                    return false;
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static StatusCode? Code(HttpResponseMessage response) => int.TryParse(Field(response, "grpc-status"), out var code) ? (StatusCode)code : null;

    private static string? Field(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var values) || response.Headers.TryGetValues(name, out values) ? string.Join(',', values) : null;
}

/// <summary>How a call ended: the HTTP status, gRPC's where there was one, its text, and what went wrong below all that.</summary>
internal sealed record RpcAnswer(HttpStatusCode? Http, StatusCode? Code, string Detail, string? Failure);
