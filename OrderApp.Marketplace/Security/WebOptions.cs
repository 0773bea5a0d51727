using System.ComponentModel.DataAnnotations;

namespace OrderApp.Marketplace.Security;

/// <summary>Settings of the section <c>Web</c>: what the public side lets in.</summary>
internal sealed class WebOptions
{
    public const string Section = "Web";

    /// <summary>Requests a client may make per second in the long run. Default: 200.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 200;

    /// <summary>Requests a client may make at once after a pause. Default: 400.</summary>
    [Range(1, 1_000_000)]
    public int RequestBurst { get; set; } = 400;

    /// <summary>The largest request body of pages and JSON, in bytes. Default: 1 MiB.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public long MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// Connections that may be open at once at each of the two ports; one more is closed as soon as it comes. Default: 10,000. Half of the files
    /// that the process may have open is a sound upper bound.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>Calls that may be under way at once on one connection to the front door; one more is refused. Default: 100.</summary>
    [Range(1, 10_000)]
    public int MaxStreamsPerConnection { get; set; } = 100;

    /// <summary>How long a page or a JSON answer may take; streams may take longer. Default: 30 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a page waits for what it shows of a service before it goes on without; changes are waited for longer. Default: 1 s.
    /// </summary>
    public TimeSpan PageDeadline { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Origins whose scripts may use the JSON API, such as <c>https://admin.example</c>. Default: none.</summary>
    public IList<string> CorsOrigins { get; } = [];

    /// <summary>Where operators look at traces; the status page links to it. Default: no link.</summary>
    public Uri? DashboardAddress { get; set; }
}
