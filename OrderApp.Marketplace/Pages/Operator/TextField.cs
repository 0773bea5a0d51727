namespace OrderApp.Marketplace.Pages.Operator;

/// <summary>A field of an operator's form, with its label and what was wrong with what was typed.</summary>
/// <param name="Name">Its name in the form, and its id.</param>
/// <param name="Label">What it is called, in the reader's language.</param>
/// <param name="Value">What was typed, or what is there.</param>
/// <param name="Error">What was wrong with it.</param>
/// <param name="Hint">What is to be typed.</param>
/// <param name="IsRequired">Whether it must be filled in.</param>
/// <param name="MaxLength">The most characters it takes.</param>
/// <param name="InputMode">Which keyboard a phone shows.</param>
internal sealed record TextField(
    string Name, string Label, string? Value, string? Error = null, string? Hint = null, bool IsRequired = false, int MaxLength = 200, string? InputMode = null)
{
    /// <summary>The ids of what describes it; null for nothing.</summary>
    public string? DescribedBy => string.Join(' ', new[] { Hint is null ? null : $"{Name}-hint", Error is null ? null : $"{Name}-error" }.OfType<string>()) is { Length: > 0 } ids ? ids : null;
}
