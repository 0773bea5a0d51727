using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using OrderApp.Orders;
using OrderApp.Protos;

namespace OrderApp.Tests.Orders.Access;

public sealed class MethodRuleTests
{
    [Fact]
    public void Each_method_says_who_may_call_it()
    {
        var rules = OrderService.Descriptor.Methods.ToDictionary(
            method => method.Name,
            method => typeof(OrderGrpcService).GetMethod(method.Name)!.GetCustomAttributes().Count(rule => rule is IAuthorizeData or IAllowAnonymous));

        Assert.True(rules.Count >= 13, $"only {rules.Count} methods were found");
        Assert.All(rules, rule => Assert.Equal((rule.Key, 1), (rule.Key, rule.Value)));
    }
}
