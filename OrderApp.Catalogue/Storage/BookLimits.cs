namespace OrderApp.Books.Storage;

/// <summary>How long the texts of a book may be, in characters (Unicode scalar values, as PostgreSQL counts them).</summary>
internal static class BookLimits
{
    public const int Source = 100;
    public const int Title = 500;
    public const int Authors = 2000;
    public const int Isbn = 50;
    public const int Language = 50;
    public const int Query = 200;
}
