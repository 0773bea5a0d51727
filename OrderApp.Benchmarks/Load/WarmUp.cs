namespace OrderApp.Benchmarks.Load;

/// <summary>What goes before a measurement: so many calls, but no longer than so; then at full load until the clients run evenly.</summary>
/// <param name="Calls">Calls to make first, as fast as they go.</param>
/// <param name="AtMost">How long these calls may take: a slow method is warm enough by then.</param>
/// <param name="RunUp">How long the measured load itself runs before the window begins.</param>
internal readonly record struct WarmUp(long Calls, TimeSpan AtMost, TimeSpan RunUp);
