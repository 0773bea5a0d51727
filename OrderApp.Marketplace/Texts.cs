namespace OrderApp.Marketplace;

/// <summary>Names the resource of the pages' texts: English in the pages themselves, Russian in Resources/Texts.ru.resx.</summary>
internal sealed class Texts;
