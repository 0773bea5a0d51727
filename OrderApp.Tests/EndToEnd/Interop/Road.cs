namespace OrderApp.Tests.EndToEnd.Interop;

/// <summary>How a call reaches a service.</summary>
public enum Road
{
    /// <summary>To the service's own port.</summary>
    Direct,

    /// <summary>To the front door, which passes it on.</summary>
    FrontDoor,
}
