using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Grpc.Core;

namespace OrderApp.Tests.Orders;

public sealed class OrderModelTests(OrderServiceFixture service, ITestOutputHelper output) : IClassFixture<OrderServiceFixture>
{
    private const int Sequences = 40;
    private const int Steps = 30;
    private const int Size = 10;
    private static readonly ulong Seed = ulong.Parse(Environment.GetEnvironmentVariable("ORDERAPP_TEST_SEED") ?? "20261120", null);

    [Fact]
    public async Task Random_requests_good_and_bad_are_answered_as_by_a_model_in_memory()
    {
        output.WriteLine($"seed {Seed} (ORDERAPP_TEST_SEED)");
        var sequences = OrderStep.Sequences(Steps).Sample(Size, new Rnd(Seed), Sequences);

        await Task.WhenAll(sequences.Select(RunAsync));
    }

    private async Task RunAsync(IReadOnlyList<OrderStep> steps)
    {
        var model = new OrderModel(Guid.NewGuid().ToString("N"));
        var sent = new List<IMessage>();
        foreach (var step in steps)
        {
            var request = model.ToRequest(step);
            sent.Add(request);
            var (answer, status) = await SendAsync(request);
            try
            {
                model.Check(request, answer, status);
            }
            catch (Xunit.Sdk.XunitException wrong)
            {
                Assert.Fail($"{wrong.Message}\nafter\n{string.Join('\n', sent.Select(message => $"{message.Descriptor.Name} {message}"))}");
            }
        }
    }

    private async Task<(IMessage? Answer, Status Status)> SendAsync(IMessage request)
    {
        try
        {
            return (await OrderCalls.SendAsync(service.Host.Client, request), Status.DefaultSuccess);
        }
        catch (RpcException refused)
        {
            return (null, refused.Status);
        }
    }
}
