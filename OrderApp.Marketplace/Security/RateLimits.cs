using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace OrderApp.Marketplace.Security;

/// <summary>How many requests one client may make: a bucket of tokens for each address.</summary>
internal static class RateLimits
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<WebOptions>>((limiter, web) =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Bucket(context, web.Value));
            limiter.OnRejected = (refused, _) =>
            {
                var wait = refused.Lease.TryGetMetadata(MetadataName.RetryAfter, out var period) ? period : Period;
                refused.HttpContext.Response.Headers.RetryAfter =
                    Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
        });
    }

    private static RateLimitPartition<string> Bucket(HttpContext context, WebOptions web)
    {
        // Probes, and calls at the front door: the services there limit themselves.
        if (context.Request.Path.StartsWithSegments("/health") || context.Request.Path.StartsWithSegments("/alive")
            || context.Features.Get<FrontDoor.FrontDoorConnection>() is not null)
        {
            return RateLimitPartition.GetNoLimiter("");
        }

        return RateLimitPartition.GetTokenBucketLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = web.RequestBurst,
                TokensPerPeriod = Math.Max(1, (int)(web.RequestsPerSecond * Period.TotalSeconds)),
                ReplenishmentPeriod = web.RequestsPerSecond < 10 ? TimeSpan.FromSeconds(1.0 / web.RequestsPerSecond) : Period,
                QueueLimit = 0,
            });
    }
}
