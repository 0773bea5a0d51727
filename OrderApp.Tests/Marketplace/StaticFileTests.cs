using System.IO.Compression;
using OrderApp.LocalPostgres;
using OrderApp.Tests.Support;
using OrderApp.Tests.EndToEnd.WholeApp;

namespace OrderApp.Tests.Marketplace;

public sealed class StaticFileTests
{
    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task The_build_output_serves_compressed_files_in_every_environment(string environment)
    {
        var folder = Path.Combine(Clone.OfThisProgram().Root, "OrderApp.Marketplace");
        await using var marketplace = new ServiceProcess(
            Path.Combine(folder, "bin", AppHostProcess.Configuration, "net10.0", "OrderApp.Marketplace.dll"), ("ASPNETCORE_ENVIRONMENT", environment));
        await marketplace.StartAndWaitAsync();
        using var http = new HttpClient { BaseAddress = marketplace.HttpAddress, DefaultRequestHeaders = { { "Accept-Encoding", "gzip, br" } } };

        using var answer = await http.GetAsync(new Uri("css/shop.css", UriKind.Relative), TestContext.Current.CancellationToken);

        answer.EnsureSuccessStatusCode();
        Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
        await using var packed = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var text = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(folder, "wwwroot", "css", "shop.css"), TestContext.Current.CancellationToken),
            await text.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
