using OrderApp.Protos;

namespace OrderApp.Books.ImportCommand;

/// <summary>What came of sending a file.</summary>
/// <param name="Answer">The catalogue's.</param>
/// <param name="Lines">Where in the file the books it speaks of are.</param>
/// <param name="Unsent">Rows that are no books and were not sent, the first hundred.</param>
/// <param name="UnsentCount">How many they are.</param>
internal sealed record SentFile(ImportBooksResponse Answer, LineNumbers Lines, IReadOnlyList<Refusal> Unsent, long UnsentCount)
{
    public long Refused => Answer.Refused + UnsentCount;

    public long Read => Answer.Received + UnsentCount;

    /// <summary>What is known by name of what was refused, in the file's order.</summary>
    public IEnumerable<Refusal> Refusals =>
        Answer.Refusals.Select(refusal => new Refusal(Lines.LineOf(refusal.Position), refusal.Reason))
            .Concat(Unsent)
            .OrderBy(refusal => refusal.Line);
}

/// <summary>A row that was not taken.</summary>
internal sealed record Refusal(long Line, string Reason);
