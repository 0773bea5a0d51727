namespace OrderApp.Marketplace.Pages;

/// <summary>Addresses that forms bring, to go back to: only pages of ours are gone to.</summary>
internal static class LocalAddress
{
    /// <summary>The address, or the home page where it leads elsewhere.</summary>
    public static string OrHome(string? address) => IsHere(address) ? address! : "/";

    // An address as it stands in a header: anything else in it is no page of ours.
    private static bool IsHere(string? address) =>
        address?.StartsWith('/') is true && address.All(letter => letter is > ' ' and <= '~')
        && !address.StartsWith("//", StringComparison.Ordinal) && !address.StartsWith("/\\", StringComparison.Ordinal);
}
