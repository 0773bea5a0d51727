using System.Text.Json;

namespace OrderApp.Tests.EndToEnd.Interop;

[Collection(nameof(InteropSuite))]
public sealed class RefusalInteropTests(PythonClients python, WholeShop shop)
{
    [Fact]
    public async Task Bad_input_is_refused_by_its_field_and_nothing_is_unknown_or_internal()
    {
        var refusals = await python.RunAsync("refusals.py", shop.FrontDoor);

        AssertRefused(refusals, "point", "INVALID_ARGUMENT", "latitude: ");
        AssertRefused(refusals, "rectangle", "INVALID_ARGUMENT", "hi.latitude: ");
        AssertRefused(refusals, "route", "INVALID_ARGUMENT", "latitude: ");
        AssertRefused(refusals, "note", "INVALID_ARGUMENT", "location.latitude: ");
        AssertRefused(refusals, "user", "INVALID_ARGUMENT", "username: ");
        AssertRefused(refusals, "order name", "INVALID_ARGUMENT", "name: ");
        AssertRefused(refusals, "order date", "INVALID_ARGUMENT", "date: ");
        AssertRefused(refusals, "order uuid", "INVALID_ARGUMENT", "uuid: ");
        AssertRefused(refusals, "unknown order", "NOT_FOUND", "", "ORDER_NOT_FOUND");
        AssertRefused(refusals, "category", "NOT_FOUND", "Category not found", "CATEGORY_NOT_FOUND");
        AssertRefused(refusals, "max_results", "INVALID_ARGUMENT", "max_results: ");
        AssertRefused(refusals, "unknown book", "NOT_FOUND", "", "BOOK_NOT_FOUND");
        AssertRefused(refusals, "import without a token", "UNAUTHENTICATED", "", "NOT_SIGNED_IN");
        AssertRefused(refusals, "large message", "RESOURCE_EXHAUSTED", "");
        AssertRefused(refusals, "unknown method", "UNIMPLEMENTED", "");
        AssertRefused(refusals, "unknown service", "UNIMPLEMENTED", "");
        AssertRefused(refusals, "malformed message", "INVALID_ARGUMENT", "request: ");
        AssertRefused(refusals, "malformed text", "INVALID_ARGUMENT", "request: ");
    }

    private static void AssertRefused(JsonElement refusals, string what, string code, string beginning, string reason = "")
    {
        var refusal = refusals.GetProperty(what);
        Assert.Equal($"{what}: {code}", $"{what}: {refusal.Text("code")}");
        Assert.StartsWith(beginning, refusal.Text("details"), StringComparison.Ordinal);
        // The details tell programs what the text tells people.
        var isField = code is "INVALID_ARGUMENT";
        Assert.Equal($"{what}: {(isField ? "INVALID_FIELD" : reason)}", $"{what}: {refusal.Text("reason")}");
        Assert.Equal(isField ? [beginning[..^2]] : [], refusal.Texts("fields"));
    }
}
