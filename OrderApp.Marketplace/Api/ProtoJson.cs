using Google.Protobuf;

namespace OrderApp.Marketplace.Api;

/// <summary>A protobuf message as its JSON form: camelCase names, enums by name, defaults printed.</summary>
internal sealed class ProtoJson(IMessage message, int status = StatusCodes.Status200OK) : IResult
{
    public static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        return httpContext.Response.WriteAsync(Formatter.Format(message), httpContext.RequestAborted);
    }
}
