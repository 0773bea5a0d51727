using Grpc.Core;
using OrderApp.Protos;
using Spectre.Console;

namespace OrderApp.Books.ImportTool;

/// <summary>
/// The token of the operator in whose name books are imported: that of the environment variable <see cref="TokenVariable"/>, else the one that the
/// shop gives for an email address and a password, which is <see cref="PasswordVariable"/> or asked for.
/// </summary>
internal static class OperatorToken
{
    public const string TokenVariable = "ORDERAPP_TOKEN";
    public const string PasswordVariable = "ORDERAPP_PASSWORD";

    /// <summary>The metadata for a call; empty where neither a token nor an address is given.</summary>
    /// <exception cref="IOException">The shop refuses the address and the password, or there is nobody to ask for the password.</exception>
    public static async Task<Metadata> GetAsync(ChannelBase channel, string? email, IAnsiConsole console, CancellationToken cancellationToken)
    {
        if (email is null)
            return Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token ? Bearer(token) : [];
        try
        {
            var request = new SignInRequest { Email = email, Password = await PasswordAsync(email, console, cancellationToken) };
            return Bearer((await new Accounts.AccountsClient(channel).SignInAsync(request, cancellationToken: cancellationToken)).AccessToken);
        }
        catch (RpcException problem) when (problem.StatusCode is StatusCode.Unauthenticated or StatusCode.InvalidArgument)
        {
            throw new IOException(problem.Status.Detail);
        }
    }

    private static async Task<string> PasswordAsync(string email, IAnsiConsole console, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } password)
            return password;
        if (!console.Profile.Capabilities.Interactive)
            throw new IOException($"set {PasswordVariable} to the password of {email}");
        return await console.PromptAsync(new TextPrompt<string>($"Password of {Markup.Escape(email)}:").Secret(), cancellationToken);
    }

    private static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };
}
