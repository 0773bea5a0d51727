using OrderApp.AppHost.Postgres;
using OrderApp.LocalPostgres;

namespace OrderApp.AppHost.Accounts;

/// <summary>
/// The operator's account that a new shop has: the parameters operator-email and operator-password. In run mode a password that is not given is made
/// up, kept beside the data and shown when the shop opens for the first time.
/// </summary>
internal sealed class FirstOperator
{
    private const string DefaultEmail = "operator@localhost";
    private const string PasswordName = "operator-password";
    private readonly string email;
    private readonly PasswordFile? made;

    private FirstOperator(string email, PasswordFile? made) => (this.email, this.made) = (email, made);

    private string ShownFile => $"{made!.Path}.shown";

    /// <summary>Has the user service make the account.</summary>
    public static FirstOperator AddTo(IResourceBuilder<ProjectResource> users)
    {
        var builder = users.ApplicationBuilder;
        var address = builder.Configuration["Parameters:operator-email"] ?? DefaultEmail;
        var isGiven = builder.ExecutionContext.IsPublishMode || builder.Configuration[$"Parameters:{PasswordName}"] is not null;
        var made = isGiven ? null : new PasswordFile(Path.Combine(builder.PostgresDataDirectory().Root, PasswordName));
        var email = builder.ExecutionContext.IsPublishMode ? builder.AddParameter("operator-email") : builder.AddParameter("operator-email", address);
        var password = made is null ? builder.AddParameter(PasswordName, secret: true) : builder.AddParameter(PasswordName, made.ReadOrCreate, secret: true);
        email.WithParentRelationship(users);
        password.WithParentRelationship(users);
        users.WithEnvironment("Accounts__Operator__Email", email).WithEnvironment("Accounts__Operator__Password", password);
        return new(address, made);
    }

    /// <summary>What the start prints: once, and afterwards null.</summary>
    public string? Announce()
    {
        if (made is null || File.Exists(ShownFile))
            return null;
        File.WriteAllText(ShownFile, "");
        return $"{email}, password {made.ReadOrCreate()} (shown this once, kept in {made.Path})";
    }
}
