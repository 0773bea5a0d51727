namespace OrderApp.Eng;

/// <summary>Something the person at the keyboard can mend; the message says what, without a stack trace.</summary>
public sealed class PrepareException(string message) : Exception(message);
