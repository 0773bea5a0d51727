using System.IO.Compression;
using Google.Protobuf;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>One call as bytes.</summary>
internal sealed record RpcCase(string HttpMethod, string Path, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    private static readonly byte[] Bomb = Zip(new byte[64 * 1024 * 1024]);

    private static readonly string[] ContentTypes =
    [
        "application/grpc", "application/grpc+proto", "application/grpc+json", "APPLICATION/GRPC", "application/grpc; charset=utf-8", "application/grpc-web",
        "application/grpc-web-text", "application/json", "text/html", "application/grpcx", "application/x-www-form-urlencoded", "*/*", "grpc",
    ];

    private static readonly string[] Timeouts = ["1S", "20S", "0S", "-1S", "1n", "1", "S", "999999999H", "99999999H", "1.5S", "1000m", "5u"];

    private static readonly string[] Encodings = ["identity", "gzip", "deflate", "br", "snappy", "gzip,gzip", "", "IDENTITY"];

    /// <summary>Whether it asks for a deadline, which may pass.</summary>
    public bool HasTimeout => Headers.Any(header => header.Name == "grpc-timeout");

    public static RpcCase Of(RpcTarget target, KnownValues known, int seed)
    {
        var random = new FuzzRandom(seed);
        var maker = new MessageMaker(known, random);
        var count = target.Method.IsClientStreaming ? random.Below(6) : 1;
        var messages = Enumerable.Range(0, count).Select(_ => Message(maker, target, random)).ToList();
        var headers = new List<(string, string)> { ("content-type", "application/grpc"), ("te", "trailers") };
        var plain = messages.SelectMany(message => RawGrpc.Frame(message)).ToArray();
        return random.Below(20) switch
        {
            0 => new("POST", target.Path, headers, Frames(messages, random)),
            1 => new("POST", target.Path, [.. headers, ("grpc-encoding", random.Pick(Encodings))], Zipped(messages, random)),
            2 => new("POST", target.Path, [("content-type", random.Pick(ContentTypes)), .. headers[1..]], plain),
            3 => new("POST", target.Path, [.. headers, ("grpc-timeout", random.Pick(Timeouts))], plain),
            4 => new("POST", target.Path, [.. headers, .. OddHeaders(random)], plain),
            5 => new(random.Pick(["GET", "PUT", "OPTIONS", "HEAD", "DELETE", "POST"]), OddPath(target.Path, random), headers, plain),
            6 => new("POST", target.Path, headers, random.Bytes(200)),
            7 => new("POST", target.Path, [.. headers, ("content-encoding", random.Pick(Encodings))], random.Chance(0.5) ? Zip(plain) : plain),
            _ => new("POST", target.Path, headers, plain),
        };
    }

    public static byte[] Zip(byte[] content)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
            gzip.Write(content);
        return zipped.ToArray();
    }

    private static byte[] Message(MessageMaker maker, RpcTarget target, FuzzRandom random) => random.Below(10) switch
    {
        0 => random.Bytes(80),
        1 or 2 or 3 => WireMutation.Of(maker.Make(target.Method.InputType).ToByteArray(), random),
        _ => maker.Make(target.Method.InputType).ToByteArray(),
    };

    private static byte[] Frames(List<byte[]> messages, FuzzRandom random)
    {
        var message = messages.FirstOrDefault([]);
        return random.Below(7) switch
        {
            0 => [],
            1 => RawGrpc.Frame(message)[..random.Below(6)],
            2 => RawGrpc.Frame(message, (uint)random.Pick(OddValues.Integers)),
            3 => RawGrpc.Frame(message, (uint)message.Length, (byte)random.Below(256)),
            4 => [.. RawGrpc.Frame(message), .. RawGrpc.Frame(message)],
            5 => [.. RawGrpc.Frame(message), .. random.Bytes(20)],
            _ => message,
        };
    }

    private static byte[] Zipped(List<byte[]> messages, FuzzRandom random)
    {
        var message = messages.FirstOrDefault([]);
        var zipped = random.Below(8) switch
        {
            0 => Bomb,
            1 => Zip([.. message, 0])[..^4],
            2 => [.. Zip(message), .. random.Bytes(9)],
            3 => random.Bytes(60),
            4 => Zip(Zip(message)),
            _ => Zip(message),
        };
        return RawGrpc.Frame(zipped, (uint)zipped.Length, flags: 1);
    }

    private static List<(string, string)> OddHeaders(FuzzRandom random)
    {
        var odd = new List<(string, string)>();
        for (var i = 1 + random.Below(4); i > 0; i--)
        {
            odd.Add(random.Below(7) switch
            {
                0 => ("trace-bin", random.Pick(["!!!", "AA==", "AAA", "="])),
                1 => ("traceparent", random.Pick(["00-0", "00-00000000000000000000000000000000-0000000000000000-00", new('f', 300)])),
                2 => ("baggage", new string('b', random.Below(4000)) + "=1"),
                3 => ("grpc-accept-encoding", random.Pick(Encodings)),
                4 => ("te", random.Pick(["", "gzip", "chunked"])),
                5 => ("expect", "100-continue"),
                _ => ("x-odd", new string((char)(0x21 + random.Below(90)), random.Below(9000))),
            });
        }

        return odd;
    }

    private static string OddPath(string path, FuzzRandom random) => random.Below(9) switch
    {
        0 => path + "/",
        1 => "/" + path,
        2 => path.ToUpperInvariant(),
        3 => path + "X",
        4 => path[..path.LastIndexOf('/')],
        5 => "/" + path[1..].Replace("/", "%2F", StringComparison.Ordinal),
        6 => path + "?a=%00&b=" + new string('q', random.Below(3000)),
        7 => "/../" + path + "/..;/",
        _ => path,
    };
}
