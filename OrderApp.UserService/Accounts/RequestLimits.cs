using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OrderApp.Users.Common;

namespace OrderApp.Users.Accounts;

/// <summary>Slows down who tries passwords or sends mails: so many calls from a network address, and for an email address, in five minutes.</summary>
internal sealed class RequestLimits(IOptions<AccountOptions> options, ILookupNormalizer normalizer) : IDisposable
{
    private const int IPv6NetworkBytes = 8;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private readonly PartitionedRateLimiter<string> addresses = Limiter(options.Value.CallsPerAddress);
    private readonly PartitionedRateLimiter<string> emails = Limiter(options.Value.CallsPerEmail);

    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: there were too many.</exception>
    public void Count(HttpContext context, string email)
    {
        using var address = addresses.AttemptAcquire(Network(context.Connection.RemoteIpAddress));
        if (!address.IsAcquired)
            throw AccountErrors.TooMany();
        using var mailbox = emails.AttemptAcquire(normalizer.NormalizeEmail(email)!);
        if (!mailbox.IsAcquired)
            throw AccountErrors.TooMany();
    }

    public void Dispose()
    {
        addresses.Dispose();
        emails.Dispose();
    }

    private static PartitionedRateLimiter<string> Limiter(int calls) =>
        PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetSlidingWindowLimiter(
            key, _ => new() { PermitLimit = calls, Window = Window, SegmentsPerWindow = 10 }));

    // Who has one IPv6 address has the 2^64 around it.
    private static string Network(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, IPv6NetworkBytes)),
        _ => address.ToString(),
    };
}
