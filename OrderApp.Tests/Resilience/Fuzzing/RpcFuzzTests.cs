using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Fuzzing;

[Collection(nameof(FuzzSuite))]
public sealed class RpcFuzzTests(FuzzShop shop, ITestOutputHelper output) : IDisposable
{
    private readonly RpcSender sender = new();

    [Fact]
    public async Task Whatever_is_sent_to_any_method_is_answered_with_a_documented_status_and_leaves_the_services_well()
    {
        var run = new FuzzRun(output, shop.Log);

        await run.AllAsync(FuzzSettings.Cases(0.55), async (number, seed) =>
        {
            var target = shop.Targets[number % shop.Targets.Count];
            var sent = RpcCase.Of(target, shop.Known, seed);
            var answer = await sender.SendAsync(target, sent, shop.Secret);
            run.Count(answer.Code?.ToString() ?? (answer.Http is { } http ? $"HTTP {(int)http}" : "nothing"));
            return Verdict.Of(target, sent, answer) is { } wrong ? $"{target}, seed {seed}: {wrong}\n{Show(sent)}" : null;
        });

        Assert.True(await shop.IsWellAsync(), "the services are well afterwards");
    }

    [Fact]
    public void Every_method_of_every_contract_is_tried_at_its_service_and_at_the_front_door()
    {
        var tried = shop.Targets.Select(target => (IsDirect: target.Process != "marketplace", target.Path)).ToHashSet();

        Assert.All(Contracts.All.SelectMany(file => file.Services).SelectMany(service => service.Methods), method =>
        {
            var path = $"/{method.Service.FullName}/{method.Name}";
            Assert.Contains((true, path), tried);
            Assert.Contains((false, path), tried);
        });
    }

    public void Dispose() => sender.Dispose();

    private static string Show(RpcCase sent) =>
        $"{sent.HttpMethod} {sent.Path} {string.Join(", ", sent.Headers.Select(header => $"{header.Name}: {header.Value[..Math.Min(60, header.Value.Length)]}"))}\n"
        + Convert.ToHexString(sent.Body.AsSpan(0, Math.Min(300, sent.Body.Length)));
}
