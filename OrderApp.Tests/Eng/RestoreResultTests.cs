using OrderApp.Eng.Restore;

namespace OrderApp.Tests.Eng;

public sealed class RestoreResultTests
{
    [Fact]
    public void Packages_the_feed_lacks_are_named_once_and_sorted()
    {
        var result = RestoreResult.From(1, """
            /a/B.csproj : error NU1102: Unable to find package Google.Protobuf with version (>= 3.34.1) [/a/A.sln]
            /a/B.csproj : error NU1102:   - Found 6 version(s) in a feed [ Nearest version: 3.25.1 ] [/a/A.sln]
            /a/C.csproj : error NU1102: Unable to find package Google.Protobuf with version (>= 3.34.1) [/a/A.sln]
            /a/B.csproj : error NU1101: Unable to find package Grpc.Net.Common. No packages exist with this id in source(s): a feed [/a/A.sln]
            /a/H.csproj(3,29): error MSB4236: The SDK 'Aspire.AppHost.Sdk/13.5.4' specified could not be found.
            """);

        Assert.True(result.OnlyLacksPackages);
        Assert.Equal(["Aspire.AppHost.Sdk 13.5.4", "Google.Protobuf 3.34.1", "Grpc.Net.Common"], result.Missing);
    }

    [Fact]
    public void A_broken_project_is_not_taken_for_a_missing_package()
    {
        var result = RestoreResult.From(1, """
            /a/B.csproj : error NU1101: Unable to find package Grpc.Net.Common. No packages exist with this id in source(s): a feed [/a/A.sln]
            /a/C.csproj(13,2): error MSB4025: The project file could not be loaded.
            """);

        Assert.False(result.OnlyLacksPackages);
        Assert.Contains("MSB4025", result.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_feed_out_of_reach_is_not_taken_for_one_that_lacks_packages()
    {
        var result = RestoreResult.From(1, "/a/B.csproj : error NU1301: Unable to load the service index for source a feed. [/a/A.sln]");

        Assert.True(result.FeedUnreachable);
        Assert.False(result.OnlyLacksPackages);
    }
}
