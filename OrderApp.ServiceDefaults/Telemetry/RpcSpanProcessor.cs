using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using OpenTelemetry;

namespace OrderApp.ServiceDefaults.Telemetry;

/// <summary>
/// Gives the spans of gRPC calls the names, attributes and status of OpenTelemetry's RPC conventions; the platform names them all alike.
/// </summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/rpc/grpc/</remarks>
internal sealed class RpcSpanProcessor : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.GetTagItem("grpc.method") is not string path || path.LastIndexOf('/') is var slash && slash < 1)
            return;

        data.DisplayName = path[1..];
        data.SetTag("rpc.system", "grpc");
        data.SetTag("rpc.service", path[1..slash]);
        data.SetTag("rpc.method", path[(slash + 1)..]);

        if (!int.TryParse(data.GetTagItem("grpc.status_code")?.ToString(), CultureInfo.InvariantCulture, out var number))
            return;
        data.SetTag("rpc.grpc.status_code", number);
        var code = (StatusCode)number;
        if (data.Kind == ActivityKind.Server ? IsServerError(code) : code != StatusCode.OK)
            data.SetStatus(ActivityStatusCode.Error, code.ToString());
    }

    // A caller's own mistake is an error of the client's span only.
    private static bool IsServerError(StatusCode code) => code is StatusCode.Unknown or StatusCode.DeadlineExceeded
        or StatusCode.Unimplemented or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DataLoss;
}
