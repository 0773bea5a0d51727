namespace OrderApp.Tests.Resilience.Chaos.Faults;

/// <summary>
/// Something that goes wrong and ends again. <paramref name="Strike"/> begins it, waits about as long as it is given, and heals it;
/// two faults with one target never strike at the same time.
/// </summary>
internal sealed record Fault(string Kind, string Target, Func<TimeSpan, Task> Strike);
