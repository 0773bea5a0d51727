using Microsoft.AspNetCore.Identity;

namespace OrderApp.Users.Storage;

/// <summary>An account. Identity keeps the password's hash, the failed sign-ins and the security stamp, which changes with the password.</summary>
internal sealed class AccountRow : IdentityUser<Guid>
{
    /// <summary>What the person is called.</summary>
    public required string Name { get; set; }

    /// <summary>"en" or "ru".</summary>
    public required string Language { get; set; }

    public required DateTimeOffset CreateTime { get; init; }

    public bool IsOperator { get; set; }

    /// <summary>Whether the person wants mails of offers.</summary>
    public bool AcceptsMails { get; set; }

    /// <summary>The caller's key of the request that made the account, or null.</summary>
    public string? RequestId { get; set; }
}

/// <summary>An account that was: nothing of its person is left.</summary>
internal sealed class DeletedAccountRow
{
    public long Sequence { get; init; }

    public required Guid AccountId { get; init; }

    public required DateTimeOffset DeleteTime { get; init; }
}

/// <summary>A key of the token server; its private part is protected by the data protection keys.</summary>
internal sealed class ServerKeyRow
{
    public required string Id { get; init; }

    /// <summary>"signing" or "encryption".</summary>
    public required string Kind { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required byte[] ProtectedKey { get; init; }
}

/// <summary>A mail that is to be sent. Its text, and a token in it, is made when it is sent: none is stored.</summary>
internal sealed class MailRow
{
    public required Guid Id { get; init; }

    public required MailKind Kind { get; init; }

    public required string Email { get; init; }

    /// <summary>The language, when there is no account (any more) to tell it.</summary>
    public required string Language { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required DateTimeOffset NextTry { get; init; }

    public int Tries { get; init; }
}

/// <summary>What a mail is about. The numbers are stored.</summary>
internal enum MailKind
{
    ConfirmEmail = 1,
    AccountExists = 2,
    ResetPassword = 3,
    AccountDeleted = 4,
}
