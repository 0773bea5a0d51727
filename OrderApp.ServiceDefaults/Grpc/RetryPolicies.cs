using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Idempotency = Google.Protobuf.Reflection.MethodOptions.Types.IdempotencyLevel;

namespace OrderApp.ServiceDefaults.Grpc;

/// <summary>gRPC's own retry policy, for the methods whose contract says that they are safe to repeat (idempotency_level).</summary>
/// <remarks>https://github.com/grpc/proposal/blob/master/A6-client-retries.md</remarks>
internal static class RetryPolicies
{
    public static ServiceConfig For(IEnumerable<FileDescriptor> contracts, int maxAttempts)
    {
        var config = new ServiceConfig
        {
            LoadBalancingConfigs = { new RoundRobinConfig() },
            RetryThrottling = new RetryThrottlingPolicy { MaxTokens = 10, TokenRatio = 0.1 },
        };
        var repeatable = contracts.SelectMany(file => file.Services).SelectMany(service => service.Methods).Where(IsRepeatable).ToList();
        if (repeatable.Count == 0)
            return config;

        var method = new MethodConfig
        {
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = maxAttempts,
                InitialBackoff = TimeSpan.FromMilliseconds(50),
                MaxBackoff = TimeSpan.FromSeconds(1),
                BackoffMultiplier = 2,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        };
        foreach (var descriptor in repeatable)
            method.Names.Add(new MethodName { Service = descriptor.Service.FullName, Method = descriptor.Name });
        config.MethodConfigs.Add(method);
        return config;
    }

    private static bool IsRepeatable(MethodDescriptor method) =>
        method.GetOptions()?.IdempotencyLevel is Idempotency.NoSideEffects or Idempotency.Idempotent;
}
