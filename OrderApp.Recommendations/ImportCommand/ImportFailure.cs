namespace OrderApp.Books.ImportCommand;

/// <summary>Why an import cannot be done, in one line for the person who asked for it.</summary>
internal sealed class ImportFailure(string message) : Exception(message);
