using OrderApp.Protos;

namespace OrderApp.Books.ImportCommand;

/// <summary>A row of the file, by the line it begins on: a book, or why it is none.</summary>
internal sealed record BookLine(int Line, ImportBooksRequest? Request, string? Problem);
