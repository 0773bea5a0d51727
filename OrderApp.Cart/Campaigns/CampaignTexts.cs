using System.Net;

namespace OrderApp.Buying.Campaigns;

/// <summary>What the mails say, in English and Russian, as text and as HTML.</summary>
internal static class CampaignTexts
{
    private static readonly Words English = new(
        "en", "A book is on us",
        "Buy more than two books and one of them is free: the cheapest one, once for each customer. You have not used this yet.",
        "Choose your books", "You get this mail because you agreed to mails of offers.", "No more of these mails");

    private static readonly Words Russian = new(
        "ru", "Одна книга в подарок",
        "Купите больше двух книг, и одна из них достанется вам бесплатно: самая недорогая, один раз для каждого покупателя. Вы этим ещё не воспользовались.",
        "Выбрать книги", "Вы получили это письмо, потому что согласились на письма о предложениях.", "Больше не присылать таких писем");

    /// <param name="language">The reader's.</param>
    /// <param name="catalogue">Where books are chosen.</param>
    /// <param name="stop">Where such mails are ended.</param>
    public static (string Subject, string Text, string Html) Write(string language, Uri catalogue, Uri stop)
    {
        var words = language is "ru" ? Russian : English;
        var text = $"{words.Offer}\n\n{words.Choose}: {catalogue.AbsoluteUri}\n\n{words.Why}\n{words.Stop}: {stop.AbsoluteUri}\n";
        var html = $"""
            <!DOCTYPE html>
            <html lang="{words.Language}"><head><meta charset="utf-8"><title>{words.Subject}</title></head>
            <body><p>{words.Offer}</p>
            <p><a href="{WebUtility.HtmlEncode(catalogue.AbsoluteUri)}">{words.Choose}</a></p>
            <p><small>{words.Why} <a href="{WebUtility.HtmlEncode(stop.AbsoluteUri)}">{words.Stop}</a></small></p></body></html>
            """;
        return (words.Subject, text, html);
    }

    private sealed record Words(string Language, string Subject, string Offer, string Choose, string Why, string Stop);
}
