using System.Globalization;
using System.Text;
using Grpc.Core;

namespace OrderApp.ServiceDefaults;

/// <summary>
/// What may be in a name or a text that callers send. Lengths are in Unicode scalar values, as PostgreSQL counts them; what it cannot store is
/// a control character.
/// </summary>
public static class TextRules
{
    /// <summary>The text, when it is acceptable.</summary>
    /// <param name="field">The field's name, for the refusal.</param>
    /// <param name="text">What a caller sent.</param>
    /// <param name="max">The most characters it may have.</param>
    /// <param name="required">Whether there must be more than blanks.</param>
    /// <param name="oneLine">Whether it must stay on its line, in its direction, wherever it is written.</param>
    /// <exception cref="RpcException">INVALID_ARGUMENT: says what is wrong with the field.</exception>
    public static string Check(string field, string text, int max, bool required = false, bool oneLine = false) =>
        Problem(text, max, required, oneLine) is { } problem ? throw GrpcErrors.InvalidArgument(field, problem) : text;

    /// <summary>What is wrong with the text; null when it is acceptable.</summary>
    public static string? Problem(string text, int max, bool required = false, bool oneLine = false)
    {
        if (required && string.IsNullOrWhiteSpace(text))
            return "must not be empty";
        var length = 0;
        foreach (var character in text.EnumerateRunes())
        {
            length++;
            if (Rune.IsControl(character) || (oneLine && LeavesItsLine(character)))
                return $"must not hold control characters (U+{character.Value:X4})";
        }

        return length <= max ? null : $"must have at most {max} characters, has {length}";
    }

    // Line and paragraph separators, and what turns the direction of the text around it.
    private static bool LeavesItsLine(Rune character) =>
        Rune.GetUnicodeCategory(character) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || character.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
