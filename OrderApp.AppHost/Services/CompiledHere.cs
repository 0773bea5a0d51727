namespace OrderApp.AppHost.Services;

/// <summary>
/// The setting of the .NET runtime that has a service's code compiled in its own process, the platform's included. Precompiled code lets it start
/// a second sooner, but what the runtime makes of it later, when it knows which code is hot, costs an order a fifth more.
/// </summary>
public static class CompiledHere
{
    /// <summary>The name of the environment variable.</summary>
    public const string Variable = "DOTNET_ReadyToRun";

    /// <summary>Its value.</summary>
    public const string Value = "0";
}
