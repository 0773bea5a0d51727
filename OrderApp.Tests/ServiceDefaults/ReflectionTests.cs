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

        Assert.Equal(expected, stable);
        Assert.Equal(expected, older);
    }

    [Theory]
    [InlineData("order.OrderService")]
    [InlineData("order.OrderService.CreateOrder")]
    [InlineData("order.Order")]
    [InlineData("order.Order.etag")]
    [InlineData("order.OrderEvent.Type")]
    [InlineData("order.OrderEvent.CREATED")]
    public async Task A_symbol_is_answered_with_its_file_and_all_that_it_imports_so_that_a_tool_needs_nothing_else(string symbol)
    {
        await using var service = await TestService.StartAsync<OrderApp.Users.UserGrpcService>();

        var answer = await AskAsync(service, new() { FileContainingSymbol = symbol });

        var files = answer.FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom).ToList();
        Assert.Equal("order.proto", files[0].Name);
        Assert.Equal(files.SelectMany(file => file.Dependency).Distinct().Order(StringComparer.Ordinal), files.Skip(1).Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.Contains(FileDescriptor.BuildFromByteStrings(Enumerable.Reverse(answer.FileDescriptorResponse.FileDescriptorProto)), file => file.Name == "order.proto");
    }

    [Fact]
    public async Task A_file_is_found_by_its_name()
    {
        await using var service = await TestService.StartAsync<OrderApp.Users.UserGrpcService>();

        var answer = await AskAsync(service, new() { FileByFilename = "google/protobuf/timestamp.proto" });

        var file = Assert.Single(answer.FileDescriptorResponse.FileDescriptorProto);
        Assert.Equal("Timestamp", FileDescriptorProto.Parser.ParseFrom(file).MessageType.Single().Name);
    }

    [Fact]
    public async Task What_is_not_here_is_answered_with_not_found_and_the_stream_goes_on()
    {
        await using var service = await TestService.StartAsync<OrderApp.Users.UserGrpcService>();
        V1.ServerReflectionRequest[] questions =
        [
            new() { FileContainingSymbol = "order.NoSuch" }, new() { FileByFilename = "no_such.proto" }, new() { AllExtensionNumbersOfType = "no.Such" },
            new() { FileContainingExtension = new() { ContainingType = "order.Order", ExtensionNumber = 100 } },
        ];
        using var call = new V1.ServerReflection.ServerReflectionClient(service.Channel).ServerReflectionInfo();

        foreach (var question in questions)
        {
            await call.RequestStream.WriteAsync(question);
            Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            Assert.Equal((int)StatusCode.NotFound, call.ResponseStream.Current.ErrorResponse.ErrorCode);
            Assert.Equal(question, call.ResponseStream.Current.OriginalRequest);
        }

        await call.RequestStream.WriteAsync(new() { AllExtensionNumbersOfType = "order.Order" });
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Empty(call.ResponseStream.Current.AllExtensionNumbersResponse.ExtensionNumber);
        await call.RequestStream.WriteAsync(new());
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal((int)StatusCode.InvalidArgument, call.ResponseStream.Current.ErrorResponse.ErrorCode);
    }

    private static async Task<V1.ServerReflectionResponse> AskAsync(TestService<OrderApp.Users.UserGrpcService> service, V1.ServerReflectionRequest question)
    {
        using var call = new V1.ServerReflection.ServerReflectionClient(service.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(question);
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        return call.ResponseStream.Current;
    }
}
