namespace OrderApp.Marketplace.Pages.Carts;

/// <summary>The ways to pay of the sandbox, in which no money moves: its tokens, and what each does.</summary>
internal static class PaymentChoices
{
    public static IReadOnlyList<(string Token, string Label, string Hint)> All { get; } =
    [
        ("sandbox-ok", "Test card that pays", "The payment is taken at once."),
        ("sandbox-declined", "Test card that is declined", "The bank refuses, and nothing is paid."),
        ("sandbox-slow", "Test card of a slow bank", "The bank answers after three seconds."),
        ("sandbox-lost", "Test card whose answer is lost", "The bank pays but its answer never comes; the shop asks again until it knows."),
        ("sandbox-twice", "Test card that answers twice", "The bank answers two times; you pay once."),
    ];
}
