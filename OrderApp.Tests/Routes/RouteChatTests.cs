using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Routes;

public sealed class RouteChatTests
{
    [Fact]
    public async Task Each_note_is_answered_with_all_earlier_notes_of_its_place_while_the_stream_is_open()
    {
        await using var service = await RouteGuideUnderTest.StartAsync();
        using var chat = service.Client.RouteChat();

        await chat.RequestStream.WriteAsync(Note("one"));
        await chat.RequestStream.WriteAsync(Note("two"));
        Assert.Equal("one", await NextAsync(chat));
        await chat.RequestStream.WriteAsync(Note("three"));
        Assert.Equal("one", await NextAsync(chat));
        Assert.Equal("two", await NextAsync(chat));

        await chat.RequestStream.CompleteAsync();
        Assert.False(await chat.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task A_note_without_a_place_is_at_0_0_and_comes_back_as_it_was_sent()
    {
        await using var service = await RouteGuideUnderTest.StartAsync();
        using var chat = service.Client.RouteChat();

        await chat.RequestStream.WriteAsync(new RouteNote { Message = "nowhere" });
        await chat.RequestStream.WriteAsync(Note("at the origin"));

        Assert.True(await chat.ResponseStream.MoveNext());
        Assert.Equal(new RouteNote { Message = "nowhere" }, chat.ResponseStream.Current);
    }

    [Fact]
    public async Task One_chat_does_not_see_the_notes_of_another()
    {
        await using var service = await RouteGuideUnderTest.StartAsync();
        using var first = service.Client.RouteChat();
        using var second = service.Client.RouteChat();
        await first.RequestStream.WriteAsync(Note("private"));
        await first.RequestStream.WriteAsync(Note("also private"));
        Assert.Equal("private", await NextAsync(first));

        await second.RequestStream.WriteAsync(Note("hello"));
        await second.RequestStream.CompleteAsync();

        Assert.False(await second.ResponseStream.MoveNext());
    }

    [Theory]
    [InlineData("RouteGuide:MaxNotesPerChat", "3", 4, "3 notes")]
    [InlineData("RouteGuide:MaxBytesPerChat", "40", 3, "40 bytes")]
    public async Task A_chat_that_leaves_more_than_it_may_is_told_so(string limit, string value, int notes, string inMessage)
    {
        await using var service = await RouteGuideUnderTest.StartAsync((limit, value));
        using var chat = service.Client.RouteChat();

        for (var i = 0; i < notes; i++)
            await chat.RequestStream.WriteAsync(Note("ten letter", latitude: i + 1));

        var refusal = await Assert.ThrowsAsync<RpcException>(() => chat.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        Assert.Contains(inMessage, refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_outside_the_Earth_is_refused_by_its_field()
    {
        await using var service = await RouteGuideUnderTest.StartAsync();
        using var chat = service.Client.RouteChat();

        await chat.RequestStream.WriteAsync(Note("too far north", latitude: 900_000_001));

        var refusal = await Assert.ThrowsAsync<RpcException>(() => chat.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.StartsWith("location.latitude: ", refusal.Status.Detail, StringComparison.Ordinal);
    }

    private static RouteNote Note(string message, int latitude = 0) =>
        new() { Message = message, Location = new Point { Latitude = latitude } };

    private static async Task<string> NextAsync(AsyncDuplexStreamingCall<RouteNote, RouteNote> chat)
    {
        Assert.True(await chat.ResponseStream.MoveNext());
        return chat.ResponseStream.Current.Message;
    }
}
