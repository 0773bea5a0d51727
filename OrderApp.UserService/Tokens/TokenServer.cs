using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OrderApp.ServiceDefaults;
using OrderApp.Users.Common;
using OrderApp.Users.Keys;
using OrderApp.Users.Storage;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace OrderApp.Users.Tokens;

/// <summary>Asks the token server within this process: a request takes the same way as one over HTTP, through all of its checks.</summary>
internal sealed class TokenServer(
    IOpenIddictServerFactory factory, IOpenIddictServerDispatcher dispatcher, ServerKeys keys, IOptions<AccountOptions> options)
{
    /// <summary>The client of the shop's own pages and of userservice.Accounts; public.</summary>
    public const string ClientId = "orderapp";

    /// <summary>A grant for who has just shown the password of an account. It works within this process only.</summary>
    public const string AccountGrant = "urn:orderapp:account";

    /// <summary>Where the account is found in such a request.</summary>
    public const string AccountProperty = "OrderApp.Users.Account";

    public const string TokenPath = "connect/token";
    public const string RevocationPath = "connect/revoke";

    /// <summary>Gives tokens for an account.</summary>
    public Task<OpenIddictResponse?> SignInAsync(AccountRow account, CancellationToken cancellationToken) => SendAsync(
        TokenPath, new() { GrantType = AccountGrant, ClientId = ClientId, Scope = Scopes.OfflineAccess }, account, cancellationToken);

    /// <summary>Gives tokens for a refresh token, or null when it is not valid.</summary>
    public Task<OpenIddictResponse?> RefreshAsync(string refreshToken, CancellationToken cancellationToken) => SendAsync(
        TokenPath, new() { GrantType = GrantTypes.RefreshToken, ClientId = ClientId, RefreshToken = refreshToken }, null, cancellationToken);

    /// <summary>Revokes a refresh token.</summary>
    public Task RevokeAsync(string refreshToken, CancellationToken cancellationToken) => SendAsync(
        RevocationPath, new() { ClientId = ClientId, Token = refreshToken, TokenTypeHint = TokenTypeHints.RefreshToken }, null, cancellationToken);

    /// <exception cref="Grpc.Core.RpcException">UNAVAILABLE: the keys have not been read yet.</exception>
    public void DemandKeys()
    {
        if (!keys.AreRead)
            throw GrpcErrors.Unavailable("ACCOUNTS_NOT_READY", "the accounts are not ready yet");
    }

    private async Task<OpenIddictResponse?> SendAsync(string path, OpenIddictRequest request, AccountRow? account, CancellationToken cancellationToken)
    {
        DemandKeys();
        var transaction = await factory.CreateTransactionAsync();
        transaction.BaseUri = options.Value.Issuer;
        transaction.RequestUri = new(options.Value.Issuer, path);
        transaction.Request = request;
        transaction.CancellationToken = cancellationToken;
        if (account is not null)
            transaction.Properties[AccountProperty] = account;
        var context = new ProcessRequestContext(transaction);
        await dispatcher.DispatchAsync(context);
        return context.IsRejected ? null : transaction.Response;
    }
}
