namespace OrderApp.Benchmarks.Load;

/// <summary>Makes the requests of an HTTP load, one for each call.</summary>
internal delegate HttpRequestMessage HttpCall(long number);
