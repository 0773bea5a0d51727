namespace OrderApp.Benchmarks.Options;

/// <summary>The command line is not understood. The message is one line, meant for the person at the terminal.</summary>
internal sealed class OptionsException(string message) : Exception(message);
