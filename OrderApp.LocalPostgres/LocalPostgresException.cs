namespace OrderApp.LocalPostgres;

/// <summary>This machine's PostgreSQL cannot be used as asked. The message is one line, meant for the person at the terminal.</summary>
public sealed class LocalPostgresException : Exception
{
    public LocalPostgresException()
    {
    }

    public LocalPostgresException(string message) : base(message)
    {
    }

    public LocalPostgresException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
