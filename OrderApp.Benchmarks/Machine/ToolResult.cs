namespace OrderApp.Benchmarks.Machine;

/// <summary>How a program ended, what it wrote, and the processor time it took (to a tenth of a second).</summary>
internal sealed record ToolResult(int ExitCode, string Output, TimeSpan ProcessorTime);
