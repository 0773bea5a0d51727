using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Grpc.Core;

namespace OrderApp.Tests.Support;

/// <summary>Sends any bytes as a gRPC call, as no generated client would.</summary>
internal sealed class RawGrpc(Uri address) : IDisposable
{
    private const int PrefixLength = 5;
    private readonly HttpClient http = new(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>Puts gRPC's prefix (not compressed, length) before a message.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> message) => Frame(message, (uint)message.Length);

    /// <summary>The same with a length that need not be the message's.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> message, uint length, byte flags = 0)
    {
        var frame = new byte[PrefixLength + message.Length];
        frame[0] = flags;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), length);
        message.CopyTo(frame.AsSpan(PrefixLength));
        return frame;
    }

    /// <summary>Calls <paramref name="method"/> ("package.Service/Method") with this body and answers the status it ended with.</summary>
    public async Task<Status> CallAsync(string method, byte[] body, params IEnumerable<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(method, UriKind.Relative))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
            Headers = { TE = { new TransferCodingWithQualityHeaderValue("trailers") } },
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        var code = Field(response, "grpc-status") ?? throw new InvalidOperationException($"no grpc-status, HTTP {(int)response.StatusCode}");
        return new((StatusCode)int.Parse(code, CultureInfo.InvariantCulture), Uri.UnescapeDataString(Field(response, "grpc-message") ?? ""));
    }

    public void Dispose() => http.Dispose();

    private static string? Field(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var trailers) || response.Headers.TryGetValues(name, out trailers) ? trailers.Single() : null;
}
