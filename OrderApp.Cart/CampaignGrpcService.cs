using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using OrderApp.Buying.Campaigns;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Buying;

/// <summary>cart.Campaigns. The contract is in protos/cart.proto.</summary>
[Authorize(Policies.Operator)]
internal sealed class CampaignGrpcService(CampaignHandler campaigns) : Protos.Campaigns.CampaignsBase
{
    public override Task<Campaign> StartCampaign(StartCampaignRequest request, ServerCallContext context) => campaigns.StartAsync(request, context);

    public override Task<ListCampaignsResponse> ListCampaigns(ListCampaignsRequest request, ServerCallContext context) => campaigns.ListAsync(request, context);
}
