using Google.Protobuf.Reflection;
using Grpc.Core;
using OrderApp.Tests.Support;
using V1 = Grpc.Reflection.V1;
using V1Alpha = Grpc.Reflection.V1Alpha;

namespace OrderApp.Tests.ServiceDefaults;

public sealed class ReflectionTests
{
    [Fact]
    public async Task Both_versions_list_the_services_that_are_here()
    {
        await using var service = await TestService.StartAsync<OrderApp.Users.UserGrpcService>();
        string[] expected =
            ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "userservice.UserService"];

        var stable = (await AskAsync(service, new() { ListServices = "" })).ListServicesResponse.Service.Select(found => found.Name);
        using var call = new V1Alpha.ServerReflection.ServerReflectionClient(service.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new() { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var older = call.ResponseStream.Current.ListServicesResponse.Service.Select(found => found.Name);

        Assert.Equal(expected, stable.Order(StringComparer.Ordinal));
        Assert.Equal(expected, older.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("userservice.UserService")]
    [InlineData("userservice.UserService.GetUser")]
    [InlineData("userservice.GetUserRequest")]
    public async Task A_symbol_is_answered_with_its_file_and_all_that_it_imports_so_that_a_tool_needs_nothing_else(string symbol)
    {
        await using var service = await TestService.StartAsync<OrderApp.Users.UserGrpcService>();

        var answer = await AskAsync(service, new() { FileContainingSymbol = symbol });

        var files = answer.FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom).ToList();
        Assert.Equal("user_service.proto", files[0].Name);
        Assert.Equal(files.SelectMany(file => file.Dependency).Distinct().Order(StringComparer.Ordinal), files.Skip(1).Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_not_here_is_answered_with_not_found_and_the_stream_goes_on()
    {
        await using var service = await TestService.StartAsync<OrderApp.Users.UserGrpcService>();
        V1.ServerReflectionRequest[] questions = [new() { FileContainingSymbol = "userservice.NoSuch" }, new() { FileByFilename = "no_such.proto" }];
        using var call = new V1.ServerReflection.ServerReflectionClient(service.Channel).ServerReflectionInfo();

        foreach (var question in questions)
        {
            await call.RequestStream.WriteAsync(question);
            Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            Assert.Equal((int)StatusCode.NotFound, call.ResponseStream.Current.ErrorResponse.ErrorCode);
        }

        await call.RequestStream.WriteAsync(new() { FileByFilename = "user_service.proto" });
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.NotEmpty(call.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto);
    }

    private static async Task<V1.ServerReflectionResponse> AskAsync(TestService<OrderApp.Users.UserGrpcService> service, V1.ServerReflectionRequest question)
    {
        using var call = new V1.ServerReflection.ServerReflectionClient(service.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(question);
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        return call.ResponseStream.Current;
    }
}
