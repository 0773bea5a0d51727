using System.Globalization;
using System.Text;
using Google.Protobuf;
using Grpc.Health.V1;
using OrderApp.Benchmarks.Http2;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>Ready-made requests.</summary>
internal static class Bodies
{
    private const int Titles = 1000;

    public static Func<long, byte[]> Floor { get; } = Always(new HealthCheckRequest());

    /// <summary>Orders of a thousand different books.</summary>
    public static Func<long, byte[]> Create { get; } = Among([.. Enumerable.Range(0, Titles).Select(Order)]);

    /// <summary>The same with a request_id that no other call has: its digits are written over a body made before.</summary>
    public static Func<long, byte[]> CreateKeyed()
    {
        var run = Guid.NewGuid().ToString("N");
        var blank = $"{run}-{new string('0', 12)}";
        var bodies = Enumerable.Range(0, Titles).Select(title =>
        {
            var order = Order(title);
            order.RequestId = blank;
            return GrpcFrame.Of(order);
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

    public static Func<long, byte[]> Read(IEnumerable<Guid> ids) => Among([.. ids.Select(id => new ReadOrderRequest { Uuid = id.ToString() })]);

    public static Func<long, byte[]> Always(params ReadOnlySpan<IMessage> messages)
    {
        var body = GrpcFrame.Of(messages);
        return _ => body;
    }

    private static Func<long, byte[]> Among(IMessage[] messages)
    {
        var bodies = Array.ConvertAll(messages, message => GrpcFrame.Of(message));
        return number => bodies[number % bodies.Length];
    }

    private static CreateOrderRequest Order(int title) => new() { Name = $"The Left Hand of Darkness, volume {title}" };
}
