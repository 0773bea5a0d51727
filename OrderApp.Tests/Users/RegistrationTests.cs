using Grpc.Core;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Users;

public sealed class RegistrationTests(PostgresServer postgres)
{
    [Fact]
    public async Task Who_registers_can_sign_in_and_is_who_he_said()
    {
        await using var host = await AccountsHost.StartAsync(postgres);

        await host.RegisterAsync("Ada@Example.com", name: "Ада Лавлейс", language: "ru");
        var (_, tokens, account) = await host.EnterAsync("ada@example.COM");

        Assert.Equal(("Ada@Example.com", "Ада Лавлейс", "ru", false), (account.Email, account.Name, account.Language, account.EmailVerified));
        Assert.Equal('7', account.AccountId[14]);
        Assert.Equal(["customer"], account.Roles);
        Assert.InRange(tokens.ExpiresIn, 880, 900);
    }

    [Fact]
    public async Task Thirty_two_racing_registrations_make_one_account()
    {
        await using var host = await AccountsHost.StartAsync(postgres);

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(number => host.RegisterAsync(
            number % 2 == 0 ? "race@example.com" : "RACE@example.com", $"{AccountsHost.Password} {number}")));

        Assert.Equal(32, answers.Length);
        Assert.Equal(1, await host.ScalarAsync<long>("SELECT count(*) FROM accounts WHERE normalized_email = 'RACE@EXAMPLE.COM'"));
    }

    [Fact]
    public async Task The_answer_is_the_same_for_an_address_that_has_an_account_and_only_its_owner_learns()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        var first = await host.RegisterAsync("ada@example.com");

        var second = await host.RegisterAsync("ada@example.com", "another password");

        Assert.Equal(first, second);
        await host.Mail.FindAsync("ada@example.com", "You already have an account");
        Assert.Equal(StatusCode.Unauthenticated, (await Refusal.OfAsync(() => host.SignInAsync("ada@example.com", "another password"))).StatusCode);
        await host.SignInAsync("ada@example.com");
    }

    [Fact]
    public async Task A_repeated_request_id_sends_no_further_mail()
    {
        await using var host = await AccountsHost.StartAsync(postgres);

        for (var time = 0; time < 3; time++)
            await host.RegisterAsync("ada@example.com", requestId: "mine");
        await host.RegisterAsync("bob@example.com", requestId: "mine");

        await host.Mail.FindAsync("bob@example.com", "Confirm your address");
        await Eventually.TrueAsync(async () => await host.ScalarAsync<long>("SELECT count(*) FROM mails") == 0, "all mails are sent");
        Assert.Single(host.Mail.Mails, mail => mail.To.Mailboxes.Single().Address == "ada@example.com");
    }

    [Fact]
    public async Task Where_confirmation_is_asked_for_the_mail_opens_the_account()
    {
        await using var host = await AccountsHost.StartAsync(postgres, ("Accounts:RequireConfirmedEmail", "true"));
        var answer = await host.RegisterAsync("ada@example.com", language: "ru");
        var before = await Refusal.OfAsync(() => host.SignInAsync("ada@example.com"));
        var unknown = await Refusal.OfAsync(() => host.SignInAsync("nobody@example.com"));
        var token = await host.Mail.FindTokenAsync("ada@example.com", "Подтвердите адрес");

        await host.Client.ConfirmEmailAsync(new() { Token = token });
        await host.Client.ConfirmEmailAsync(new() { Token = token });
        var (_, _, account) = await host.EnterAsync("ada@example.com");

        Assert.True(answer.ConfirmationRequired);
        Assert.Equal(unknown, before);
        Assert.True(account.EmailVerified);
    }

    [Fact]
    public async Task A_stranger_who_registered_first_does_not_get_into_the_account_that_the_owner_confirms()
    {
        await using var host = await AccountsHost.StartAsync(postgres, ("Accounts:RequireConfirmedEmail", "true"));
        await host.RegisterAsync("ada@example.com", "of the stranger");
        var former = await host.Mail.FindTokenAsync("ada@example.com", "Confirm your address");

        await host.RegisterAsync("ada@example.com");
        await Eventually.TrueAsync(() => Task.FromResult(host.Mail.Mails.Count == 2), "the second mail comes");
        var refused = await Refusal.OfAsync(host.Client.ConfirmEmailAsync(new() { Token = former }));
        await host.Client.ConfirmEmailAsync(new() { Token = await host.Mail.FindTokenAsync("ada@example.com", "Confirm your address") });

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal(StatusCode.Unauthenticated, (await Refusal.OfAsync(() => host.SignInAsync("ada@example.com", "of the stranger"))).StatusCode);
        await host.SignInAsync("ada@example.com");
    }

    [Theory]
    [InlineData("", AccountsHost.Password, "Ada", "en", "email")]
    [InlineData("ada", AccountsHost.Password, "Ada", "en", "email")]
    [InlineData("Ada <ada@example.com>", AccountsHost.Password, "Ada", "en", "email")]
    [InlineData("ada@example.com\r\nBcc: eve@example.com", AccountsHost.Password, "Ada", "en", "email")]
    [InlineData("a@example.com, b@example.com", AccountsHost.Password, "Ada", "en", "email")]
    [InlineData("ada@example.com", "", "Ada", "en", "password")]
    [InlineData("ada@example.com", "7 chars", "Ada", "en", "password")]
    [InlineData("ada@example.com", "Password123", "Ada", "en", "password")]
    [InlineData("ada@example.com", "ababababababab", "Ada", "en", "password")]
    [InlineData("ada@example.com", "ADA@example.com", "Ada", "en", "password")]
    [InlineData("ada@example.com", AccountsHost.Password, "  ", "en", "name")]
    [InlineData("ada@example.com", AccountsHost.Password, "Ada\n", "en", "name")]
    [InlineData("ada@example.com", AccountsHost.Password, "Ada", "fr", "language")]
    public async Task What_cannot_be_is_refused_by_its_field(string email, string password, string name, string language, string field)
    {
        await using var host = await AccountsHost.StartAsync(postgres);

        var status = await Refusal.OfAsync(() => host.RegisterAsync(email, password, name, language));

        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.StartsWith($"{field}: ", status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, 200, true)]
    [InlineData(256, 200, true)]
    [InlineData(257, 200, false)]
    [InlineData(8, 201, false)]
    public async Task Lengths_are_bounded(int password, int name, bool isGood)
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        var chosen = string.Concat(Enumerable.Range(0, password).Select(number => (char)('a' + number % 26)));
        var register = host.RegisterAsync("ada@example.com", password == 8 ? "sbhf71pq" : chosen, new('я', name));

        if (isGood)
            await register;
        else
            Assert.Equal(StatusCode.InvalidArgument, (await Refusal.OfAsync(() => register)).StatusCode);
    }
}
