using System.Diagnostics.Metrics;

namespace OrderApp.Users.Common;

/// <summary>The meter <c>OrderApp.Users</c>.</summary>
internal sealed class AccountMetrics : IDisposable
{
    public const string Name = "OrderApp.Users";
    private readonly Meter meter;
    private readonly Counter<long> signIns;

    public AccountMetrics(IMeterFactory factory)
    {
        meter = factory.Create(Name);
        signIns = meter.CreateCounter<long>("accounts.sign_ins", "{sign-in}", "Passwords that were checked, by outcome");
        Registered = meter.CreateCounter<long>("accounts.registered", "{account}", "Accounts made");
        Deleted = meter.CreateCounter<long>("accounts.deleted", "{account}", "Accounts deleted");
    }

    public Counter<long> Registered { get; }

    public Counter<long> Deleted { get; }

    /// <summary>Counts a checked password: its outcome is "signed-in", "refused", "locked" or "unconfirmed".</summary>
    public void SignIn(string outcome) => signIns.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => meter.Dispose();
}
