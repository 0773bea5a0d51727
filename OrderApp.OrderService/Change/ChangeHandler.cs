using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OrderApp.Orders.Common;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Change;

/// <summary>UpdateOrder and DeleteOrder: checks the request, has the change made with the next batch, and answers once it is committed.</summary>
internal sealed class ChangeHandler(UpdateBatcher updates, DeleteBatcher deletes, TimeProvider time)
{
    private static readonly string[] Maskable = ["name", "completed", "date"];

    public async Task<UpdateOrderResponse> UpdateAsync(UpdateOrderRequest request, OrderAccess access, ServerCallContext context)
    {
        var paths = Paths(request.UpdateMask);
        var order = await updates.DoAsync(
            new OrderUpdate(OrderIds.Parse(request.Uuid), OrderChange.VersionOf(request.Etag), OrderDate.Now(time), access)
            {
                Name = paths.Contains("name") ? OrderText.CheckName(request.Name) : null,
                Completed = paths.Contains("completed") ? request.Completed : null,
                Date = paths.Contains("date") ? OrderDate.Check(request.Date) : null,
            },
            context);
        return new() { NotificationType = OrderNotificationTypeEnum.Ok, Order = order.ToMessage() };
    }

    public async Task<DeleteOrderResponse> DeleteAsync(DeleteOrderRequest request, OrderAccess access, ServerCallContext context)
    {
        var deletion = new OrderDeletion(OrderIds.Parse(request.Uuid), OrderChange.VersionOf(request.Etag), OrderDate.Now(time), access);
        return new() { NotificationType = OrderNotificationTypeEnum.Ok, Success = await deletes.DoAsync(deletion, context) };
    }

    private static IReadOnlyCollection<string> Paths(FieldMask? mask)
    {
        if (mask is null || mask.Paths.Count == 0 || mask.Paths is ["*"])
            return Maskable;
        return mask.Paths.FirstOrDefault(path => !Maskable.Contains(path)) is { } unknown
            ? throw GrpcErrors.InvalidArgument("update_mask", $"may hold name, completed and date, not \"{unknown}\"")
            : mask.Paths;
    }
}
