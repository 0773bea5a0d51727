namespace OrderApp.ServiceDefaults.Grpc;

/// <summary>Settings of the section <c>ServiceClients</c>: calls from one service to another.</summary>
public sealed class ServiceClientOptions
{
    /// <summary>The deadline of a unary call that has none of its own. Default: 5 s.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a call that is safe to repeat is tried when its service is away, the first time included. Default: 4; range 2 to 5.</summary>
    public int MaxAttempts { get; set; } = 4;
}
