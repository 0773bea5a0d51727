namespace OrderApp.Marketplace.Pages;

/// <summary>A field of a form, with its label and what was wrong with what was typed.</summary>
/// <param name="Name">Its name in the form, and its id.</param>
/// <param name="Label">What it is called, in the reader's language.</param>
/// <param name="Autocomplete">What browsers and password managers fill in.</param>
/// <param name="Type">The input's type.</param>
/// <param name="Value">What was typed; never given for a password.</param>
/// <param name="Error">What was wrong with it.</param>
/// <param name="Hint">What is to be typed.</param>
/// <param name="MaxLength">The most characters it takes.</param>
/// <param name="IsRequired">Whether it must be filled in.</param>
internal sealed record Field(
    string Name, string Label, string Autocomplete, string Type = "text", string? Value = null, string? Error = null, string? Hint = null, int MaxLength = 256, bool IsRequired = true)
{
    /// <summary>The ids of what describes it; null for nothing.</summary>
    public string? DescribedBy => (Hint, Error) switch
    {
        (null, null) => null,
        (_, null) => $"{Name}-hint",
        (null, _) => $"{Name}-error",
        _ => $"{Name}-hint {Name}-error",
    };
}
