using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Protos;
using OrderApp.Tests.Marketplace;

namespace OrderApp.Tests.Carts;

/// <summary>A user service that knows who wants mails of offers.</summary>
internal sealed class FakeReceivers : Accounts.AccountsBase, IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<Guid, MailReceiver> receivers = [];
    private readonly FakeService server;

    public FakeReceivers() => server = new(app => app.MapGrpcService<FakeReceivers>(), services => services.AddSingleton(this));

    public (string Key, string Value) Setting => ("services:userservice:grpc:0", server.Address);

    public async Task<FakeReceivers> StartAsync()
    {
        await server.StartAsync();
        return this;
    }

    public void Add(Guid account, string email, string language = "en")
    {
        lock (gate)
            receivers[account] = new() { AccountId = $"{account}", Email = email, Language = language, StopToken = $"token-of-{account:N}" };
    }

    public void Remove(Guid account)
    {
        lock (gate)
            receivers.Remove(account);
    }

    public override Task<ListMailReceiversResponse> ListMailReceivers(ListMailReceiversRequest request, ServerCallContext context)
    {
        var after = request.AfterAccountId.Length > 0 ? Guid.Parse(request.AfterAccountId) : Guid.Empty;
        lock (gate)
            return Task.FromResult(new ListMailReceiversResponse { AccountIds = { receivers.Keys.Where(id => id.CompareTo(after) > 0).Take(request.PageSize).Select(id => $"{id}") } });
    }

    public override Task<MailReceiver> GetMailReceiver(GetMailReceiverRequest request, ServerCallContext context)
    {
        lock (gate)
        {
            return receivers.TryGetValue(Guid.Parse(request.AccountId), out var receiver)
                ? Task.FromResult(receiver)
                : throw new RpcException(new(StatusCode.NotFound, "there is no such account"));
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
