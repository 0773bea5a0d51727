using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Protos;
using OrderApp.Tests.Marketplace;
using Microsoft.AspNetCore.Builder;

namespace OrderApp.Tests.Orders.Access;

/// <summary>A user service that tells which accounts were deleted, two to a page.</summary>
internal sealed class FakeAccounts : Accounts.AccountsBase, IAsyncDisposable
{
    private const int PageSize = 2;
    private readonly List<DeletedAccount> deleted = [];
    private readonly ConcurrentQueue<(long After, string? Authorization)> asked = [];
    private readonly FakeService server;

    private FakeAccounts() => server = new(app => app.MapGrpcService<FakeAccounts>(), services => services.AddSingleton(this));

    public (string Key, string Value) Setting => ("services:userservice:grpc:0", server.Address);

    /// <summary>From where on it was asked, and with which token.</summary>
    public IReadOnlyCollection<(long After, string? Authorization)> Asked => asked;

    public static async Task<FakeAccounts> StartAsync()
    {
        var accounts = new FakeAccounts();
        await accounts.server.StartAsync();
        return accounts;
    }

    public void Delete(Guid account, TimeSpan ago = default)
    {
        lock (deleted)
            deleted.Add(new() { AccountId = $"{account}", DeleteTime = Timestamp.FromDateTime(DateTime.UtcNow - ago), Sequence = (10 * deleted.Count) + 10 });
    }

    /// <summary>Waits until it was asked anew and for all, twice: whatever had been deleted before is dealt with.</summary>
    public async Task DealtWithAsync()
    {
        var before = asked.Count;
        await Support.Eventually.TrueAsync(() => Task.FromResult(asked.Count > before + (2 * ((deleted.Count / PageSize) + 2))), "deleted accounts are asked for");
    }

    public override Task<ListDeletedAccountsResponse> ListDeletedAccounts(ListDeletedAccountsRequest request, ServerCallContext context)
    {
        asked.Enqueue((request.AfterSequence, context.RequestHeaders.GetValue("authorization")));
        lock (deleted)
            return Task.FromResult(new ListDeletedAccountsResponse { Accounts = { deleted.Where(account => account.Sequence > request.AfterSequence).Take(PageSize) } });
    }

    public Task StopAsync() => server.StopAsync();

    public Task StartAgainAsync() => server.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
