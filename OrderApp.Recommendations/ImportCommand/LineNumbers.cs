namespace OrderApp.Books.ImportCommand;

/// <summary>
/// Which line of the file became which message of the stream. The two run in step but for rows over several lines and
/// rows that were not sent, so only the places where the distance changes are kept.
/// </summary>
internal sealed class LineNumbers
{
    private readonly List<(long Position, long Distance)> steps = [];
    private long sent;

    public void Send(int line)
    {
        sent++;
        if (steps.Count == 0 || steps[^1].Distance != line - sent)
            steps.Add((sent, line - sent));
    }

    public long LineOf(long position) => position + steps.FindLast(step => step.Position <= position).Distance;
}
