using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Load;

/// <summary>Ready-made bodies of gRPC calls: the message after a prefix of five bytes, which says "not compressed" and its length.</summary>
internal static class GrpcBody
{
    public const int PrefixLength = 5;
    private const int Titles = 1000;

    public static byte[] Of(IMessage message)
    {
        var body = new byte[PrefixLength + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), body.Length - PrefixLength);
        message.WriteTo(body.AsSpan(PrefixLength));
        return body;
    }

    /// <summary>Orders of a thousand different books.</summary>
    public static Func<long, byte[]> Creates { get; } = Among([.. Enumerable.Range(0, Titles).Select(Order)]);

    /// <summary>The same with a request_id that no other call has: its digits are written over a body made before.</summary>
    public static Func<long, byte[]> KeyedCreates()
    {
        var run = Guid.NewGuid().ToString("N");
        var blank = $"{run}-{new string('0', 12)}";
        var bodies = Enumerable.Range(0, Titles).Select(title =>
        {
            var order = Order(title);
            order.RequestId = blank;
            return Of(order);
        }).ToArray();
        var digits = Array.ConvertAll(bodies, body => body.AsSpan().IndexOf(Encoding.ASCII.GetBytes(blank)) + run.Length + 1);
        return number =>
        {
            var title = number % Titles;
            var body = bodies[title].AsSpan().ToArray();
            _ = number.TryFormat(body.AsSpan(digits[title]), out _, "D12", CultureInfo.InvariantCulture);
            return body;
        };
    }

    public static Func<long, byte[]> Among(IMessage[] messages)
    {
        var bodies = Array.ConvertAll(messages, Of);
        return number => bodies[number % bodies.Length];
    }

    private static CreateOrderRequest Order(int title) => new() { Name = $"The Left Hand of Darkness, volume {title}" };
}
