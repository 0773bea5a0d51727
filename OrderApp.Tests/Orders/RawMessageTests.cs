using Google.Protobuf;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

/// <summary>What no generated client sends, but anybody may.</summary>
public sealed class RawMessageTests(OrderServiceFixture service, ITestOutputHelper output) : IClassFixture<OrderServiceFixture>, IDisposable
{
    private const string Create = "order.OrderService/CreateOrder";
    private const int MaxMessageBytes = 4 * 1024 * 1024;

    private readonly RawGrpc raw = new(service.Host.Service.GrpcAddress);

    public static TheoryData<string, byte[]> InvalidTexts => new()
    {
        { "a lone continuation byte", [0x80] },
        { "a cut sequence", [(byte)'a', 0xE2, 0x82] },
        { "an overlong slash", [0xC0, 0xAF] },
        { "a surrogate", [0xED, 0xA0, 0x80] },
        { "beyond Unicode", [0xF4, 0x90, 0x80, 0x80] },
        { "a byte that is never used", [(byte)'a', 0xFF] },
        { "latin-1", [(byte)'c', (byte)'a', (byte)'f', 0xE9] },
    };

    [Theory]
    [MemberData(nameof(InvalidTexts))]
    public async Task A_text_that_is_not_UTF_8_is_refused(string what, byte[] text)
    {
        var status = await SendAsync([0x0A, (byte)text.Length, .. text]);

        Assert.True(status.StatusCode == StatusCode.InvalidArgument, $"{what}: {status}");
        Assert.Equal("request: is not a valid message", status.Detail);
    }

    [Fact]
    public async Task Every_method_refuses_what_is_no_message()
    {
        foreach (var method in OrderReflection.Descriptor.FindTypeByName<Google.Protobuf.Reflection.ServiceDescriptor>("OrderService").Methods)
        {
            var status = await raw.CallAsync($"order.OrderService/{method.Name}", RawGrpc.Frame([0xFF, 0xFF, 0xFF]));

            // Who may not call a method is told so before what he sent is read.
            var expected = method.Name is "AssignOrders" or "GetOrderStats" or "ShipOrder" or "DeliverOrder" or "MarkOrderRefunded" ? StatusCode.Unauthenticated : StatusCode.InvalidArgument;
            Assert.True(status.StatusCode == expected, $"{method.Name}: {status}");
            Assert.NotEmpty(status.Detail);
        }
    }

    [Fact]
    public async Task Random_bytes_are_refused_or_taken_but_never_break_the_server()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var attempt = 0; attempt < 300; attempt++)
        {
            var message = new byte[random.Next(64)];
            random.NextBytes(message);
            AssertHarmless(await SendAsync(message), message);
        }
    }

    [Fact]
    public async Task A_request_that_was_changed_in_one_bit_is_refused_or_taken_but_never_breaks_the_server()
    {
        var request = new CreateOrderRequest { Name = "One bit", Date = "2026-11-20", RequestId = Guid.NewGuid().ToString(), UserId = 1, BookId = 2 }.ToByteArray();
        for (var bit = 0; bit < request.Length * 8; bit++)
        {
            var changed = request.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertHarmless(await SendAsync(changed), changed);
        }
    }

    [Fact]
    public async Task A_frame_that_is_cut_off_or_tells_a_wrong_length_is_refused()
    {
        var message = new CreateOrderRequest { Name = "Cut off" }.ToByteArray();
        byte[][] frames =
        [
            [],
            [0, 0],
            RawGrpc.Frame(message, (uint)message.Length + 1),
            RawGrpc.Frame(message, 3),
            [.. RawGrpc.Frame(message), .. RawGrpc.Frame(message)],
            RawGrpc.Frame(message)[..^1],
        ];

        foreach (var frame in frames)
        {
            var status = await raw.CallAsync(Create, frame);
            Assert.True(status.StatusCode == StatusCode.InvalidArgument, $"{Convert.ToHexString(frame)}: {status}");
        }

        Assert.Equal(0, await service.Host.CountAsync("SELECT count(*) FROM orders WHERE name = 'Cut off'"));
    }

    [Fact]
    public async Task A_frame_that_says_it_is_compressed_is_refused_without_a_crash()
    {
        var status = await raw.CallAsync(Create, RawGrpc.Frame([1, 2, 3], 3, flags: 1));

        AssertHarmless(status, [1, 2, 3]);
        Assert.NotEqual(StatusCode.OK, status.StatusCode);
    }

    [Fact]
    public async Task A_message_of_4_MiB_is_read_and_one_byte_more_is_too_much()
    {
        var largest = await Refusal.OfAsync(service.Host.Client.CreateOrderAsync(OfSize(MaxMessageBytes)));
        var larger = await Refusal.OfAsync(service.Host.Client.CreateOrderAsync(OfSize(MaxMessageBytes + 1)));

        Assert.Equal((StatusCode.InvalidArgument, StatusCode.ResourceExhausted), (largest.StatusCode, larger.StatusCode));
        Assert.StartsWith("name: ", largest.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_length_of_4_GiB_is_refused_before_anything_is_read()
    {
        var status = await raw.CallAsync(Create, RawGrpc.Frame([1], uint.MaxValue));

        Assert.Contains(status.StatusCode, new[] { StatusCode.ResourceExhausted, StatusCode.InvalidArgument });
    }

    [Fact]
    public async Task The_replacement_character_itself_is_a_character_like_others()
    {
        var created = await service.Host.Client.CreateOrderAsync(new() { Name = "caf\uFFFD" });

        Assert.Equal("caf\uFFFD", (await service.Host.Client.ReadOrderAsync(new() { Uuid = created.Order.Uuid })).Order.Name);
    }

    public void Dispose() => raw.Dispose();

    private static CreateOrderRequest OfSize(int size)
    {
        var request = new CreateOrderRequest { Name = new string('x', size - 5) };
        Assert.Equal(size, request.CalculateSize());
        return request;
    }

    private static void AssertHarmless(Status status, byte[] sent)
    {
        var told = $"{Convert.ToHexString(sent)}: {status}";
        Assert.True(status.StatusCode is not (StatusCode.Unknown or StatusCode.Internal or StatusCode.Unavailable), told);
        Assert.DoesNotContain("Exception", status.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", status.Detail, StringComparison.Ordinal);
    }

    private Task<Status> SendAsync(byte[] message) =>
        raw.CallAsync(Create, RawGrpc.Frame(message));
}
