using System.Diagnostics;
using System.Text.Json;
using OrderApp.LocalPostgres;

namespace OrderApp.Tests.EndToEnd.WholeApp;

/// <summary>What the AppHost says of the shop to those who deploy it.</summary>
public sealed class ManifestTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string Root = Clone.OfThisProgram().Root;

    // Inside the clone: paths in a manifest are relative to it.
    private readonly string folder = Directory.CreateDirectory(Path.Combine(Root, "artifacts", $"manifest-{Guid.NewGuid():N}")).FullName;

    [Fact]
    public async Task The_manifest_holds_every_service_and_database_and_nothing_of_this_machine()
    {
        var file = Path.Combine(folder, "manifest.json");
        var start = new ProcessStartInfo("dotnet", [.. AppHostProcess.Arguments, "--publisher", "manifest", "--output-path", file])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        using var publish = Process.Start(start)!;
        var output = await publish.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await publish.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(publish.ExitCode is 0, output);
        Assert.DoesNotContain("The shop is open", output, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Root, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Clone.OfThisProgram().Name, text, StringComparison.Ordinal);
        Assert.DoesNotContain("localhost", text, StringComparison.Ordinal);
        using var manifest = JsonDocument.Parse(text);
        var resources = manifest.RootElement.GetProperty("resources");
        Assert.Equal(
            ["cart", "cartdb", "catalogdb", "catalogue", "inventory", "inventorydb", "marketplace", "orderdb", "orderservice", "paymentdb", "postgres", "recommendations", "recommenddb", "reviewdb", "reviews", "routeguide", "transactions", "userdb", "userservice", "webdb"],
            resources.EnumerateObject().Where(resource => resource.Value.GetProperty("type").GetString() is not "parameter.v0").Select(resource => resource.Name)
                .Where(name => !name.StartsWith("postgres-password", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        foreach (var secret in new[] { "operator-password", "mail-password", "marketplace-secret", "orderservice-secret", "recommendations-secret", "reviews-secret", "cart-secret", "dashboard-secret" })
            Assert.True(resources.GetProperty(secret).GetProperty("inputs").GetProperty("value").GetProperty("secret").GetBoolean(), $"{secret} is no secret");
        var accounts = resources.GetProperty("userservice").GetProperty("env");
        Assert.Equal("{site-address.value}", accounts.GetProperty("Accounts__Issuer").GetString());
        Assert.Equal("{marketplace-secret.value}", accounts.GetProperty("Accounts__Clients__marketplace__Secret").GetString());
        Assert.Equal("{marketplace-secret.value}", resources.GetProperty("marketplace").GetProperty("env").GetProperty("Auth__ClientSecret").GetString());
        Assert.True(resources.GetProperty("postgres-password").GetProperty("inputs").GetProperty("value").GetProperty("secret").GetBoolean());
        Assert.Equal("{postgres-password.inputs.value}", resources.GetProperty("postgres-password").GetProperty("value").GetString());
        foreach (var service in resources.EnumerateObject().Select(resource => resource.Value).Where(value => value.GetProperty("type").GetString() is "project.v0"))
        {
            var bindings = service.GetProperty("bindings").EnumerateObject().ToDictionary(binding => binding.Name, binding => binding.Value);
            Assert.Equal(["grpc", "http"], bindings.Keys.Order(StringComparer.Ordinal));
            Assert.All(bindings.Values, binding => Assert.Equal("http", binding.GetProperty("scheme").GetString()));
            Assert.Equal([8081, 8080], [bindings["grpc"].GetProperty("targetPort").GetInt32(), bindings["http"].GetProperty("targetPort").GetInt32()]);
        }
        foreach (var (service, database) in new[] { ("orderservice", "orderdb"), ("catalogue", "catalogdb"), ("recommendations", "recommenddb"), ("inventory", "inventorydb"), ("transactions", "paymentdb"), ("cart", "cartdb"), ("reviews", "reviewdb"), ("userservice", "userdb"), ("marketplace", "webdb") })
        {
            Assert.Equal(
                $"{{{database}.connectionString}}",
                resources.GetProperty(service).GetProperty("env").GetProperty($"ConnectionStrings__{database}").GetString());
        }
        Assert.False(resources.GetProperty("marketplace").GetProperty("env").TryGetProperty("Web__DashboardAddress", out _));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
