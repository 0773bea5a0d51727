using Microsoft.Extensions.Options;
using OrderApp.Marketplace.Security;

namespace OrderApp.Marketplace.Pages;

/// <summary>How long pages wait for what they show: a service that hangs must not hang the page, which can say what is missing.</summary>
internal sealed class PagePatience(IOptions<WebOptions> web, TimeProvider time)
{
    /// <summary>The deadline of a read that begins now, for gRPC.</summary>
    public DateTime Deadline => time.GetUtcNow().UtcDateTime + web.Value.PageDeadline;
}
