using System.Globalization;

namespace OrderApp.Books.ImportCommand;

/// <summary>Shows how far an import is: a bar that is drawn over itself on a terminal, a line now and then elsewhere.</summary>
internal sealed class ImportProgress(TextWriter output, bool terminal, TimeProvider time)
{
    private const int BarWidth = 30;
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(2);

    private readonly long started = time.GetTimestamp();
    private TimeSpan shown;

    public TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <param name="books">Books read so far.</param>
    /// <param name="share">How much of the file that is, 0 to 1.</param>
    public void Show(long books, double share)
    {
        var now = Elapsed;
        if (now - shown < (terminal ? BarInterval : LineInterval))
            return;

        shown = now;
        Write(books, share, now);
    }

    /// <summary>Shows that all is done.</summary>
    public void Finish(long books)
    {
        Write(books, 1, Elapsed);
        if (terminal)
            output.WriteLine();
    }

    private void Write(long books, double share, TimeSpan elapsed)
    {
        var rate = books / Math.Max(elapsed.TotalSeconds, 0.001);
        var text = string.Create(CultureInfo.InvariantCulture, $"{share,5:P0} {books,11:N0} books {rate,9:N0}/s");
        if (!terminal)
        {
            output.WriteLine(text);
            return;
        }

        var filled = (int)(share * BarWidth);
        output.Write($"\r[{new string('#', filled)}{new string('.', BarWidth - filled)}] {text}");
        output.Flush();
    }
}
