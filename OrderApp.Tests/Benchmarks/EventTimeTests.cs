using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OrderApp.Tests.Http2;
using OrderApp.Benchmarks.Load;
using OrderApp.Protos;

namespace OrderApp.Tests.Benchmarks;

public sealed class EventTimeTests
{
    private static readonly DateTime Moment = new(2026, 11, 20, 11, 36, 31, 123, 456, DateTimeKind.Utc);

    private static readonly OrderEvent Event = new()
    {
        Type = OrderEvent.Types.Type.Created,
        Order = new() { Uuid = Guid.NewGuid().ToString(), Name = new string('x', 300), CreateTime = Timestamp.FromDateTime(Moment.AddDays(-1)) },
        ResumeToken = "12",
        EventTime = Timestamp.FromDateTime(Moment),
    };

    [Fact]
    public void The_time_of_an_event_is_read_without_reading_the_rest() => Assert.Equal(Moment, EventTime.Read(Event.ToByteArray()));

    [Fact]
    public void An_event_without_a_time_has_none() => Assert.Null(EventTime.Read(new OrderEvent { ResumeToken = "1" }.ToByteArray()));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10_000)]
    public void Messages_are_cut_out_of_a_body_however_its_bytes_come(int bytesAtOnce)
    {
        var body = GrpcFrame.Of(Event, new OrderEvent(), Event);
        var reader = new MessageReader();
        var lengths = new List<int>();

        foreach (var part in body.Chunk(bytesAtOnce))
            reader.Read(part, message => lengths.Add(message.Length));

        Assert.Equal([Event.CalculateSize(), 0, Event.CalculateSize()], lengths);
    }
}
