using OrderApp.Protos;
using OrderApp.Reviewing.Common;
using OrderApp.ServiceDefaults;

namespace OrderApp.Reviewing.Writing;

/// <summary>What a customer says of a book, checked.</summary>
internal sealed record NewReview(int BookId, short Rating, string Text)
{
    private const int MaxTextLength = 5000;

    /// <summary>Checks a request; whatever is wrong is INVALID_ARGUMENT with the field's name.</summary>
    public static NewReview Of(PutReviewRequest request)
    {
        var bookId = CallerKeys.CheckBookId(request.BookId);
        if (request.Rating is < 1 or > 5)
            throw GrpcErrors.InvalidArgument("rating", $"must be 1 to 5, is {request.Rating}");
        // Browsers end lines with two characters. Paragraphs are welcome, other control characters are not.
        var text = request.Text.ReplaceLineEndings("\n");
        TextRules.Check("text", text.Replace('\n', ' '), MaxTextLength);
        return new(bookId, (short)request.Rating, text);
    }
}
