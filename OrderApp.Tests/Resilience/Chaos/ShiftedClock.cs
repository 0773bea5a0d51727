namespace OrderApp.Tests.Resilience.Chaos;

/// <summary>A clock that is wrong by some time.</summary>
internal sealed class ShiftedClock(TimeSpan wrongBy) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + wrongBy;
}
