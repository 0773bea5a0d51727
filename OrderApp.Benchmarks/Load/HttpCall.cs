namespace OrderApp.Benchmarks.Load;

/// <summary>Makes the requests of an HTTP load, one for each call.</summary>
internal delegate HttpRequestMessage HttpCall(long number);

/// <summary>Several requests, one after another, each a step with a name.</summary>
internal delegate Task HttpVisit(HttpClient http, long number, StepTally tally);
