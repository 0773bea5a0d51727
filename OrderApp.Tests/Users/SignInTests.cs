using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Tests.Support;
using OrderApp.Users.Storage;

namespace OrderApp.Tests.Users;

public sealed class SignInTests(PostgresServer postgres)
{
    [Fact]
    public async Task An_unknown_address_and_a_wrong_password_get_one_answer_for_the_same_work()
    {
        var hasher = new CountingHasher();
        await using var host = await AccountsHost.StartOnAsync(
            await postgres.CreateDatabaseAsync("users"), null, services => services.AddSingleton<IPasswordHasher<AccountRow>>(hasher));
        await host.RegisterAsync("ada@example.com");
        hasher.Verified.Clear();

        var wrong = await Refusal.OfAsync(() => host.SignInAsync("ada@example.com", "not this one"));
        var unknown = await Refusal.OfAsync(() => host.SignInAsync("nobody@example.com", "not this one"));

        Assert.Equal(wrong, unknown);
        Assert.Equal(StatusCode.Unauthenticated, wrong.StatusCode);
        Assert.Equal(["not this one", "not this one"], hasher.Verified);
    }

    [Fact]
    public async Task What_is_refused_is_answered_after_the_same_time()
    {
        await using var host = await AccountsHost.StartAsync(postgres, ("Accounts:RefusedAfter", "00:00:01.5"));
        await host.RegisterAsync("ada@example.com");

        var times = await Task.WhenAll(TimeAsync("ada@example.com"), TimeAsync("nobody@example.com"));

        Assert.All(times, time => Assert.InRange(time, TimeSpan.FromSeconds(1.45), TimeSpan.FromSeconds(5)));

        async Task<TimeSpan> TimeAsync(string email)
        {
            var clock = Stopwatch.StartNew();
            await Refusal.OfAsync(() => host.SignInAsync(email, "not this one"));
            return clock.Elapsed;
        }
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_an_account_and_the_answer_does_not_tell()
    {
        await using var host = await AccountsHost.StartAsync(postgres, ("Accounts:LockedFor", "00:00:03"));
        await host.RegisterAsync("ada@example.com");
        await host.RegisterAsync("bob@example.com");

        // At once: each of them counts.
        var guesses = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Refusal.OfAsync(() => host.SignInAsync("ada@example.com", "not this one"))));
        var locked = await Refusal.OfAsync(() => host.SignInAsync("ada@example.com"));
        await host.SignInAsync("bob@example.com");

        Assert.All(guesses, guess => Assert.Equal(guess, locked));
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    return (await host.SignInAsync("ada@example.com")).AccessToken.Length > 0;
                }
                catch (RpcException refusal) when (refusal.StatusCode == StatusCode.Unauthenticated)
                {
                    return false;
                }
            },
            "the account is open again");
    }

    [Fact]
    public async Task The_right_password_forgives_the_wrong_ones_before()
    {
        await using var host = await AccountsHost.StartAsync(postgres);
        await host.RegisterAsync("ada@example.com");

        for (var round = 0; round < 2; round++)
        {
            for (var guess = 0; guess < 4; guess++)
                await Refusal.OfAsync(() => host.SignInAsync("ada@example.com", "not this one"));
            await host.SignInAsync("ada@example.com");
        }
    }

    [Theory]
    [InlineData("Accounts:CallsPerEmail", true)]
    [InlineData("Accounts:CallsPerAddress", false)]
    public async Task Tries_are_slowed_down(string limit, bool othersGoOn)
    {
        await using var host = await AccountsHost.StartAsync(postgres, (limit, "3"));
        for (var time = 0; time < 3; time++)
            await Refusal.OfAsync(() => host.SignInAsync(time == 1 ? "ADA@example.com" : "ada@example.com", "not this one"));

        var signIn = await Refusal.OfAsync(() => host.SignInAsync("ada@example.com"));
        var register = await Refusal.OfAsync(() => host.RegisterAsync("ada@example.com"));
        var reset = await Refusal.OfAsync(host.Client.RequestPasswordResetAsync(new() { Email = "ada@example.com" }));
        var other = await Refusal.OfAsync(() => host.SignInAsync("bob@example.com"));

        Assert.All([signIn, register, reset], status => Assert.Equal(StatusCode.ResourceExhausted, status.StatusCode));
        Assert.Equal(othersGoOn ? StatusCode.Unauthenticated : StatusCode.ResourceExhausted, other.StatusCode);
    }

    [Fact]
    public async Task Behind_a_proxy_of_this_machine_callers_are_told_apart()
    {
        await using var host = await AccountsHost.StartAsync(postgres, ("Accounts:CallsPerAddress", "1"));

        Assert.Equal(StatusCode.Unauthenticated, (await TryAsync("203.0.113.1")).StatusCode);
        Assert.Equal(StatusCode.ResourceExhausted, (await TryAsync("203.0.113.1")).StatusCode);
        Assert.Equal(StatusCode.Unauthenticated, (await TryAsync("203.0.113.2")).StatusCode);
        Assert.Equal(StatusCode.Unauthenticated, (await TryAsync("2001:db8:1:2::3")).StatusCode);
        Assert.Equal(StatusCode.ResourceExhausted, (await TryAsync("2001:db8:1:2::4")).StatusCode);

        Task<Status> TryAsync(string address) => Refusal.OfAsync(
            host.Client.SignInAsync(new() { Email = "ada@example.com", Password = "not this one" }, new Metadata { { "x-forwarded-for", address } }));
    }

    [Fact]
    public async Task Passwords_are_hashed_as_the_settings_say()
    {
        await using var host = await AccountsHost.StartAsync(postgres, ("Accounts:PasswordIterations", "210000"));
        await host.RegisterAsync("ada@example.com");

        var hash = Convert.FromBase64String(await host.ScalarAsync<string>("SELECT password_hash FROM accounts WHERE email = 'ada@example.com'"));

        // Identity's version 3: a 1, then the function (2: HMAC-SHA512) and the iterations, both big endian.
        Assert.Equal((1, 2, 210_000), (hash[0], hash[4], System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5))));
    }

    private sealed class CountingHasher : IPasswordHasher<AccountRow>
    {
        private readonly PasswordHasher<AccountRow> inner = new();

        public ConcurrentQueue<string> Verified { get; } = [];

        public string HashPassword(AccountRow user, string password) => inner.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(AccountRow user, string hashedPassword, string providedPassword)
        {
            Verified.Enqueue(providedPassword);
            return inner.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
