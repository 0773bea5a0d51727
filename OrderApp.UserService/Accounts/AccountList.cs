using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OrderApp.ServiceDefaults;
using OrderApp.Users.Storage;

namespace OrderApp.Users.Accounts;

/// <summary>Accounts page by page, newest first.</summary>
internal sealed class AccountList(UserDbContext database, IDataProtectionProvider protection)
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;

    public static int PageSize(int asked) => asked switch
    {
        < 0 => throw GrpcErrors.InvalidArgument("page_size", "must not be negative"),
        0 => DefaultPageSize,
        _ => Math.Min(asked, MaxPageSize),
    };

    /// <param name="pageSize">How many.</param>
    /// <param name="pageToken">The token of the page before, or "".</param>
    /// <param name="query">What the address or the name begins with; "": all.</param>
    /// <param name="reader">Who asks: tokens are no other's.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public async Task<(List<AccountRow> Accounts, string NextPageToken)> ReadAsync(
        int pageSize, string pageToken, string query, string reader, CancellationToken cancellationToken)
    {
        var protector = protection.CreateProtector("OrderApp.Users.AccountList", query.Length == 0 ? [reader] : [reader, query]);
        var accounts = database.Accounts.AsNoTracking();
        if (query.Length > 0)
        {
            // The indexes of beginnings are over upper-case addresses, as Identity keeps them, and lower-case names.
            var (email, name) = (query.ToUpperInvariant(), query.ToLowerInvariant());
#pragma warning disable CA1304, CA1311, CA1862 // It is translated to SQL, where only lower() is what the index is of.
            accounts = accounts.Where(row => row.NormalizedEmail!.StartsWith(email) || row.Name.ToLower().StartsWith(name));
#pragma warning restore CA1304, CA1311, CA1862
        }

        if (pageToken.Length > 0)
        {
            var last = Read(pageToken, protector);
            accounts = accounts.Where(row => row.Id < last);
        }

        var page = await accounts.OrderByDescending(row => row.Id).Take(pageSize + 1).ToListAsync(cancellationToken);
        if (page.Count <= pageSize)
            return (page, "");
        page.RemoveAt(pageSize);
        return (page, Base64Url.EncodeToString(protector.Protect(page[^1].Id.ToByteArray())));
    }

    private static Guid Read(string token, IDataProtector protector)
    {
        try
        {
            return new(protector.Unprotect(Base64Url.DecodeFromChars(token)));
        }
        catch (Exception error) when (error is FormatException or CryptographicException)
        {
            throw GrpcErrors.InvalidArgument("page_token", "is not one that was given to you");
        }
    }
}
