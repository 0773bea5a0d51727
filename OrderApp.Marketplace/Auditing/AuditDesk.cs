using Grpc.Core;
using Grpc.Net.ClientFactory;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Auditing;

namespace OrderApp.Marketplace.Auditing;

/// <summary>The audit trails of all services as one: each is asked, and their entries are merged by time.</summary>
internal sealed class AuditDesk(GrpcClientFactory clients)
{
    /// <summary>The services with a database, each with a trail of its own.</summary>
    public static readonly IReadOnlyList<string> Services =
        ["cart", "catalogue", "inventory", "orderservice", "recommendations", "reviews", "transactions", "userservice"];

    /// <summary>The name of a service's client.</summary>
    public static string ClientOf(string service) => $"audit trail of {service}";

    /// <summary>A page of all trails; what is away is named in it.</summary>
    /// <exception cref="RpcException">The request is not acceptable, the caller is no operator, or no service can be asked.</exception>
    public async Task<ListAuditEntriesResponse> ListAsync(ListAuditEntriesRequest request, DateTime? deadline, CancellationToken cancellationToken)
    {
        var page = AuditPage.Of(request);
        var asked = request.Clone();
        asked.PageSize = page.Size;
        var replies = await Task.WhenAll(Services.Select(service => AskAsync(service, asked, deadline, cancellationToken)));
        if (replies.All(reply => reply.Error is not null))
            throw replies[0].Error!;
        var found = replies.Where(reply => reply.Error is null).Select(reply => reply.Answer!).ToList();
        // One order for all: ids begin with their time.
        var merged = found.SelectMany(answer => answer.Entries).OrderByDescending(entry => entry.EntryId, StringComparer.Ordinal);
        var response = page.Cut(merged, found.Any(answer => answer.NextPageToken.Length > 0));
        response.MissingServices.Add(replies.Where(reply => reply.Error is not null).Select(reply => reply.Service));
        return response;
    }

    private async Task<(string Service, ListAuditEntriesResponse? Answer, RpcException? Error)> AskAsync(
        string service, ListAuditEntriesRequest request, DateTime? deadline, CancellationToken cancellationToken)
    {
        try
        {
            var client = clients.CreateClient<AuditTrail.AuditTrailClient>(ClientOf(service));
            return (service, await client.ListAuditEntriesAsync(request, deadline: deadline, cancellationToken: cancellationToken), null);
        }
        catch (RpcException error) when (IsAway(error.StatusCode) && !cancellationToken.IsCancellationRequested)
        {
            return (service, null, error);
        }
    }

    // A user service without a database greets and has no trail.
    private static bool IsAway(StatusCode code) =>
        code is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted or StatusCode.Internal or StatusCode.Unimplemented;
}
