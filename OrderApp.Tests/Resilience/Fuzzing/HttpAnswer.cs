namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>How a request ended: the status, the text (of a long one the beginning), and what went wrong below all that.</summary>
internal sealed record HttpAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body, string? Failure)
{
    public static HttpAnswer Broken(string failure) => new(0, new Dictionary<string, string>(), "", failure);
}
