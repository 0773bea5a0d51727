using OrderApp.Orders.Writing;

namespace OrderApp.Tests.Orders;

public sealed class RepeatGuessTests
{
    private readonly RepeatGuess guess = new();

    [Fact]
    public void New_request_ids_are_taken_for_new_and_used_ones_are_not()
    {
        Assert.False(guess.MayRepeat(["a", "b"]));
        Assert.True(guess.MayRepeat(["c", "b"]));
        Assert.True(guess.MayRepeat(["c"]));
        Assert.False(guess.MayRepeat(["d"]));
    }

    [Fact]
    public void A_request_id_that_comes_twice_in_a_batch_is_noticed() => Assert.True(guess.MayRepeat(["a", "b", "a"]));

    [Fact]
    public void As_many_as_promised_are_remembered_and_the_memory_is_bounded()
    {
        guess.MayRepeat(["first"]);
        guess.MayRepeat(Others(0, RepeatGuess.Remembered));
        Assert.True(guess.MayRepeat(["first"]));

        guess.MayRepeat(Others(RepeatGuess.Remembered, 2 * RepeatGuess.Remembered));
        Assert.False(guess.MayRepeat(["first"]));
    }

    [Fact]
    public void After_a_wrong_guess_nothing_is_taken_for_new_for_a_while()
    {
        Assert.False(guess.MayRepeat(["wrong"]));
        guess.WasWrong();

        Assert.All(Enumerable.Range(0, RepeatGuess.WaryBatches), batch => Assert.True(guess.MayRepeat([$"new {batch}"])));
        Assert.False(guess.MayRepeat(["as before"]));
    }

    private static IEnumerable<string> Others(int start, int count) => Enumerable.Range(start, count).Select(number => $"other {number}");
}
