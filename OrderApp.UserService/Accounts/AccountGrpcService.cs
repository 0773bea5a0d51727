using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using OpenIddict.Abstractions;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;
using OrderApp.Users.Offers;
using OrderApp.Users.Storage;
using OrderApp.Users.Tokens;

namespace OrderApp.Users.Accounts;

/// <summary>userservice.Accounts: who may call what stands at each method; whose account it is, <see cref="FindAsync"/> looks.</summary>
[Authorize(Policies.SignedIn)]
internal sealed class AccountGrpcService(
    UserDbContext database, Registration registration, PasswordCheck passwordCheck, Passwords passwords, Deletion deletion, AccountList list, AccountExport export, MailReceivers receivers,
    TokenServer tokenServer, RequestLimits limits, EmailConfirmation confirmation) : Protos.Accounts.AccountsBase
{
    [AllowAnonymous]
    public override async Task<RegisterResponse> Register(RegisterRequest request, ServerCallContext context)
    {
        Registration.Check(request);
        limits.Count(context.GetHttpContext(), request.Email);
        await registration.RegisterAsync(request, context.CancellationToken);
        return new() { ConfirmationRequired = confirmation.IsRequired };
    }

    [AllowAnonymous]
    public override async Task<ConfirmEmailResponse> ConfirmEmail(ConfirmEmailRequest request, ServerCallContext context)
    {
        await registration.ConfirmAsync(request.Token, context.CancellationToken);
        return new();
    }

    [AllowAnonymous]
    public override async Task<Protos.Tokens> SignIn(SignInRequest request, ServerCallContext context)
    {
        AccountRules.Email(request.Email);
        AccountRules.Password("password", request.Password);
        limits.Count(context.GetHttpContext(), request.Email);
        tokenServer.DemandKeys();
        var account = await passwordCheck.FindAsync(request.Email, request.Password, context.CancellationToken) ?? throw AccountErrors.SignInRefused();
        return await SignInAsync(account, context);
    }

    [AllowAnonymous]
    public override async Task<Protos.Tokens> RefreshTokens(RefreshTokensRequest request, ServerCallContext context)
    {
        if (request.RefreshToken.Length == 0)
            throw GrpcErrors.InvalidArgument("refresh_token", "must not be empty");
        return ToMessage(await tokenServer.RefreshAsync(request.RefreshToken, context.CancellationToken) ?? throw AccountErrors.RefreshRefused());
    }

    [AllowAnonymous]
    public override async Task<SignOutResponse> SignOut(SignOutRequest request, ServerCallContext context)
    {
        if (request.RefreshToken.Length == 0)
            throw GrpcErrors.InvalidArgument("refresh_token", "must not be empty");
        await tokenServer.RevokeAsync(request.RefreshToken, context.CancellationToken);
        return new();
    }

    [AllowAnonymous]
    public override async Task<RequestPasswordResetResponse> RequestPasswordReset(RequestPasswordResetRequest request, ServerCallContext context)
    {
        AccountRules.Email(request.Email);
        limits.Count(context.GetHttpContext(), request.Email);
        await passwords.RequestResetAsync(request.Email, context.CancellationToken);
        return new();
    }

    [AllowAnonymous]
    public override async Task<ResetPasswordResponse> ResetPassword(ResetPasswordRequest request, ServerCallContext context)
    {
        await passwords.ResetAsync(request.Token, request.NewPassword, context.CancellationToken);
        return new();
    }

    public override async Task<Account> GetAccount(GetAccountRequest request, ServerCallContext context) =>
        ToMessage(await FindAsync(request.AccountId, Caller.Of(context), context.CancellationToken, forServices: true));

    public override async Task<Account> UpdateAccount(UpdateAccountRequest request, ServerCallContext context)
    {
        var name = request.HasName ? AccountRules.Name(request.Name) : null;
        var language = request.HasLanguage ? AccountRules.Language(request.Language) : null;
        var account = await FindAsync(request.AccountId, Caller.Of(context), context.CancellationToken);
        account.Name = name ?? account.Name;
        account.Language = language ?? account.Language;
        account.AcceptsMails = request.HasAcceptsMails ? request.AcceptsMails : account.AcceptsMails;
        await database.SaveChangesAsync(context.CancellationToken);
        return ToMessage(account);
    }

    public override async Task<Protos.Tokens> ChangePassword(ChangePasswordRequest request, ServerCallContext context)
    {
        var account = await FindAsync("", Caller.Of(context), context.CancellationToken);
        await passwords.ChangeAsync(account, request.CurrentPassword, request.NewPassword, context.CancellationToken);
        return await SignInAsync(account, context);
    }

    public override async Task<ExportAccountResponse> ExportAccount(ExportAccountRequest request, ServerCallContext context)
    {
        var account = await FindAsync(request.AccountId, Caller.Of(context), context.CancellationToken);
        return new() { Json = await export.WriteAsync(account, context.CancellationToken) };
    }

    public override async Task<DeleteAccountResponse> DeleteAccount(DeleteAccountRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var account = await FindAsync(request.AccountId, caller, context.CancellationToken);
        if (account.Id.ToString() == caller.AccountId)
            await passwordCheck.DemandAsync(account, "password", AccountRules.Password("password", request.Password), context.CancellationToken);
        await deletion.DeleteAsync(account, context.CancellationToken);
        return new();
    }

    [Authorize(Policies.Operator)]
    public override async Task<ListAccountsResponse> ListAccounts(ListAccountsRequest request, ServerCallContext context)
    {
        var (accounts, next) = await list.ReadAsync(
            AccountList.PageSize(request.PageSize), request.PageToken, AccountRules.Query(request.Query), Caller.Of(context).AccountId ?? "", context.CancellationToken);
        return new() { Accounts = { accounts.Select(ToMessage) }, NextPageToken = next };
    }

    [Authorize(Policies.Service)]
    public override async Task<ListDeletedAccountsResponse> ListDeletedAccounts(ListDeletedAccountsRequest request, ServerCallContext context)
    {
        var rows = await deletion.ListAsync(request.AfterSequence, AccountList.PageSize(request.PageSize), context.CancellationToken);
        return new()
        {
            Accounts =
            {
                rows.Select(row => new DeletedAccount
                {
                    AccountId = row.AccountId.ToString(), DeleteTime = row.DeleteTime.ToTimestamp(), Sequence = row.Sequence,
                }),
            },
        };
    }

    [Authorize(Policies.Service)]
    public override async Task<ListMailReceiversResponse> ListMailReceivers(ListMailReceiversRequest request, ServerCallContext context)
    {
        var after = request.AfterAccountId.Length > 0 ? AccountRules.AccountId(request.AfterAccountId) : Guid.Empty;
        var ids = await receivers.ListAsync(after, AccountList.PageSize(request.PageSize), context.CancellationToken);
        return new() { AccountIds = { ids.Select(id => id.ToString()) } };
    }

    [Authorize(Policies.Service)]
    public override async Task<MailReceiver> GetMailReceiver(GetMailReceiverRequest request, ServerCallContext context)
    {
        var id = AccountRules.AccountId(request.AccountId);
        return await receivers.FindAsync(id, context.CancellationToken) ?? throw AccountErrors.NotFound(id);
    }

    [AllowAnonymous]
    public override async Task<StopMailsResponse> StopMails(StopMailsRequest request, ServerCallContext context)
    {
        await receivers.StopAsync(request.Token, context.CancellationToken);
        return new();
    }

    // Another's account is refused before it is looked for: the answer does not tell whether it is there.
    private async Task<AccountRow> FindAsync(string id, Caller caller, CancellationToken cancellationToken, bool forServices = false)
    {
        var asked = AccountRules.AccountId(id.Length > 0 ? id : caller.AccountId ?? throw AccountErrors.NotYours());
        if (asked.ToString() != caller.AccountId && !caller.IsOperator && !(forServices && caller.IsService))
            throw AccountErrors.NotYours();
        return await database.Accounts.FindAsync([asked], cancellationToken) ?? throw AccountErrors.NotFound(asked);
    }

    private async Task<Protos.Tokens> SignInAsync(AccountRow account, ServerCallContext context) => ToMessage(
        await tokenServer.SignInAsync(account, context.CancellationToken) ?? throw new InvalidOperationException("The token server refused its own client."));

    private static Protos.Tokens ToMessage(OpenIddictResponse tokens) => new()
    {
        AccessToken = tokens.AccessToken, RefreshToken = tokens.RefreshToken, ExpiresIn = (int)(tokens.ExpiresIn ?? 0),
    };

    private static Account ToMessage(AccountRow account) => new()
    {
        AccountId = account.Id.ToString(), Email = account.Email, Name = account.Name, Language = account.Language,
        CreateTime = account.CreateTime.ToTimestamp(), EmailVerified = account.EmailConfirmed, AcceptsMails = account.AcceptsMails,
        Roles = { AccountPrincipal.RolesOf(account) },
    };
}
