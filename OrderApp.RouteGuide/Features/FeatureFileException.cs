namespace OrderApp.Routes.Features;

/// <summary>The features file cannot be used; the message says which file, which entry and why, in one line.</summary>
internal sealed class FeatureFileException(string message, Exception? inner = null) : Exception(message, inner);
