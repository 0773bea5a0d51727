using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Marketplace;

/// <summary>Accounts that nobody has: notes for whose address it is asked, and refuses.</summary>
internal sealed class FakeAccounts : Accounts.AccountsBase
{
    /// <summary>The header x-forwarded-for of the last SignIn.</summary>
    public string? LastAddress { get; private set; }

    public override Task<Tokens> SignIn(SignInRequest request, ServerCallContext context)
    {
        LastAddress = context.RequestHeaders.GetValue("x-forwarded-for");
        throw new RpcException(new Status(StatusCode.ResourceExhausted, "too many tries; try again in some minutes"));
    }
}
