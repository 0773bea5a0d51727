namespace OrderApp.Eng.Restore;

/// <summary>Where the packages come from: the NuGet feed alone, or the feed and what the Aspire CLI's npm package holds.</summary>
internal enum Road
{
    Official,
    Offline,
}
