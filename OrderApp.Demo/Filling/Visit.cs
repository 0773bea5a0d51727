using Grpc.Core;
using OrderApp.Demo.Making;
using OrderApp.Protos;

namespace OrderApp.Demo.Filling;

/// <summary>A customer who has signed in.</summary>
/// <param name="Customer">Who.</param>
/// <param name="Token">His calls' metadata.</param>
/// <param name="IsNew">Whether he registered just now.</param>
internal sealed record Visit(DemoCustomer Customer, Metadata Token, bool IsNew)
{
    /// <summary>Signs in, and registers before where there is no such account.</summary>
    public static async Task<Visit> BeginAsync(ShopClients shop, DemoCustomer customer, string password, CancellationToken cancellationToken)
    {
        var signIn = new SignInRequest { Email = customer.Email, Password = password };
        try
        {
            var known = await shop.Accounts.SignInAsync(signIn, cancellationToken: cancellationToken);
            return new(customer, ShopClients.Bearer(known.AccessToken), IsNew: false);
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.Unauthenticated)
        {
            var register = new RegisterRequest
            {
                Email = customer.Email, Password = password, Name = customer.Name, Language = customer.Language, RequestId = $"demo-{customer.Email}",
            };
            await shop.Accounts.RegisterAsync(register, cancellationToken: cancellationToken);
            var made = await shop.Accounts.SignInAsync(signIn, cancellationToken: cancellationToken);
            return new(customer, ShopClients.Bearer(made.AccessToken), IsNew: true);
        }
    }
}
