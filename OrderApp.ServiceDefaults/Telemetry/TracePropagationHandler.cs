using System.Diagnostics;

namespace OrderApp.ServiceDefaults.Telemetry;

/// <summary>
/// Sends the gRPC call's own span as the parent. HttpClient would open a second span for the same call;
/// it is switched off in <see cref="Grpc.ServiceClients"/>, and with it goes its propagation.
/// </summary>
internal sealed class TracePropagationHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        DistributedContextPropagator.Current.Inject(Activity.Current, request, static (carrier, name, value) =>
        {
            var headers = ((HttpRequestMessage)carrier!).Headers;
            headers.Remove(name);
            headers.TryAddWithoutValidation(name, value);
        });
        return base.SendAsync(request, cancellationToken);
    }
}
