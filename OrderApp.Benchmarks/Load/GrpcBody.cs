using System.Buffers.Binary;
using Google.Protobuf;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Load;

/// <summary>Bodies of gRPC calls: the message after a prefix of five bytes, which says "not compressed" and its length.</summary>
internal static class GrpcBody
{
    public const int PrefixLength = 5;

    public static byte[] Of(IMessage message)
    {
        var body = new byte[PrefixLength + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), body.Length - PrefixLength);
        message.WriteTo(body.AsSpan(PrefixLength));
        return body;
    }

    /// <summary>Orders of a thousand different books.</summary>
    public static byte[] Create(long number) => Of(Order(number));

    /// <summary>The same with a request_id that no other call has.</summary>
    public static Func<long, byte[]> KeyedCreates()
    {
        var run = Guid.NewGuid().ToString("N");
        return number =>
        {
            var order = Order(number);
            order.RequestId = string.Create(CultureInfo.InvariantCulture, $"{run}-{number:D12}");
            return Of(order);
        };
    }

    private static CreateOrderRequest Order(long number) => new() { Name = $"The Left Hand of Darkness, volume {number % 1000}" };
}
