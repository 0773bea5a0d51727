using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;
using OrderApp.Users;

namespace OrderApp.Tests.Users;

public sealed class GetUserTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Alice")]
    [InlineData("Анна-Мария")]
    [InlineData("李小龍")]
    [InlineData("👩‍🚀")]
    [InlineData("<b>{0}</b>")]
    public async Task A_user_is_greeted_by_name(string username)
    {
        await using var service = await TestService.StartAsync<UserGrpcService>();
        var users = new UserService.UserServiceClient(service.Channel);

        var answer = await users.GetUserAsync(new GetUserRequest { Username = username });

        Assert.Equal($"Привет, {username}!", answer.Message);
    }

    [Theory]
    [InlineData("Alice\nadmin", "control characters (U+000A)")]
    [InlineData("Alice\r", "control characters (U+000D)")]
    [InlineData("\u001b[31mAlice", "control characters (U+001B)")]
    [InlineData("Alice\u0085", "control characters (U+0085)")]
    [InlineData("Alice\u2028", "control characters (U+2028)")]
    [InlineData("Alice\u202Enimda", "control characters (U+202E)")]
    [InlineData("Alice\u2066", "control characters (U+2066)")]
    public async Task A_name_that_cannot_be_is_refused_by_its_field(string username, string problem)
    {
        await using var service = await TestService.StartAsync<UserGrpcService>();
        var users = new UserService.UserServiceClient(service.Channel);

        var refusal = await Assert.ThrowsAsync<RpcException>(
            async () => await users.GetUserAsync(new GetUserRequest { Username = username }));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.StartsWith("username: ", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.Contains(problem, refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("я")]
    [InlineData("🙂")]
    public async Task A_name_has_a_hundred_characters_at_the_most_whatever_their_bytes(string character)
    {
        await using var service = await TestService.StartAsync<UserGrpcService>();
        var users = new UserService.UserServiceClient(service.Channel);
        var longest = string.Concat(Enumerable.Repeat(character, 100));

        var answer = await users.GetUserAsync(new GetUserRequest { Username = longest });
        var refusal = await Assert.ThrowsAsync<RpcException>(
            async () => await users.GetUserAsync(new GetUserRequest { Username = longest + character }));

        Assert.Equal($"Привет, {longest}!", answer.Message);
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.StartsWith("username: ", refusal.Status.Detail, StringComparison.Ordinal);
    }
}
