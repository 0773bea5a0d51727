using OrderApp.Marketplace.Problems;

namespace OrderApp.Marketplace.Pages;

/// <summary>What a page shows in the place of a part that it could not get.</summary>
/// <param name="What">The part, in the reader's language.</param>
/// <param name="Problem">Why it is missing.</param>
internal sealed record Missing(string What, ServiceProblem Problem);
