namespace OrderApp.Tests.Resilience.Overload;

/// <summary>How long and how much: the short form shows the shape, the long one the endurance.</summary>
internal static class OverloadTime
{
    public static readonly bool IsLong = Environment.GetEnvironmentVariable("ORDERAPP_TEST_LONG") == "1";

    /// <summary>How long a load goes on.</summary>
    public static readonly TimeSpan Load = TimeSpan.FromSeconds(IsLong ? 60 : 4);

    /// <summary>After the load everything is as before within this.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromSeconds(5);
}
