using System.Text;
using OrderApp.ServiceDefaults.Grpc;

namespace OrderApp.Orders.Common;

/// <summary>Checks the texts that callers send.</summary>
internal static class OrderText
{
    public const int MaxNameLength = 200;

    /// <summary>A name: 1 to 200 Unicode scalar values, not only blanks, no control characters.</summary>
    public static string CheckName(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw GrpcErrors.InvalidArgument("name", "must not be empty");
        return Check("name", name, MaxNameLength);
    }

    /// <summary>A text of at most <paramref name="max"/> Unicode scalar values without control characters; may be empty.</summary>
    public static string Check(string field, string text, int max)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            length++;
            if (Rune.IsControl(rune))
                throw GrpcErrors.InvalidArgument(field, $"must not hold control characters (U+{rune.Value:X4})");
        }

        return length <= max ? text : throw GrpcErrors.InvalidArgument(field, $"must have at most {max} characters, has {length}");
    }
}
