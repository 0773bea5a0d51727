using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OrderApp.Buying.Common;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;
using State = OrderApp.Protos.Campaign.Types.State;

namespace OrderApp.Buying.Campaigns;

/// <summary>StartCampaign and ListCampaigns.</summary>
internal sealed class CampaignHandler(CampaignStore store, ShopMoney money)
{
    private const int MaxRequestIdLength = 255;
    private const int DefaultPageSize = 10;
    private const int MaxPageSize = 100;
    private const int GuidBytes = 16;
    private static readonly byte[] Scope = "campaigns"u8.ToArray();

    public async Task<Campaign> StartAsync(StartCampaignRequest request, ServerCallContext context)
    {
        var key = TextRules.Check("request_id", request.RequestId, MaxRequestIdLength, required: true);
        var who = Caller.Of(context).AccountId ?? "";
        return await store.StartAsync(who, key, context.CancellationToken) is { } campaign ? ToMessage(campaign) : throw CartErrors.CampaignUnderWay();
    }

    public async Task<ListCampaignsResponse> ListAsync(ListCampaignsRequest request, ServerCallContext context)
    {
        if (request.PageSize < 0)
            throw GrpcErrors.InvalidArgument("page_size", $"must not be negative, is {request.PageSize}");
        var size = Math.Min(request.PageSize == 0 ? DefaultPageSize : request.PageSize, MaxPageSize);
        Guid? before = request.PageToken.Length == 0 ? null
            : OpaqueToken.Read(request.PageToken, Scope) is { Length: GuidBytes } last ? new(last, bigEndian: true)
            : throw GrpcErrors.InvalidArgument("page_token", "is not one that this list gave");
        var found = await store.ListAsync(before, size + 1, context.CancellationToken);
        return new()
        {
            Campaigns = { found.Take(size).Select(ToMessage) },
            NextPageToken = found.Count > size ? OpaqueToken.Write(found[size - 1].Id.ToByteArray(bigEndian: true), Scope) : "",
        };
    }

    private Campaign ToMessage(CampaignResult campaign) => new()
    {
        CampaignId = campaign.Id.ToString(),
        Promotion = campaign.Promotion,
        State = !campaign.IsGathered ? State.Gathering : campaign.Waiting > 0 ? State.Sending : State.Done,
        CreateTime = campaign.CreatedAt.ToTimestamp(),
        StartedBy = campaign.StartedBy,
        Receivers = campaign.Receivers,
        Sent = campaign.Sent,
        Waiting = campaign.Waiting,
        Skipped = campaign.Skipped,
        Failed = campaign.Failed,
        Orders = campaign.Orders,
        Revenue = money.ToMessageOrNull(campaign.Revenue),
    };
}
