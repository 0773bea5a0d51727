namespace OrderApp.Tests.Resilience.Http2;

/// <summary>The other side ended the connection or does not speak HTTP/2 as we do.</summary>
internal sealed class Http2Exception(string message) : Exception(message);
