using System.Text;

namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>One request as bytes.</summary>
/// <param name="Method">How it asks.</param>
/// <param name="Request">All of it.</param>
/// <param name="IsFramed">Whether it says where it ends, so that another may follow on the same connection.</param>
internal sealed record HttpCase(string Method, byte[] Request, bool IsFramed)
{
    public static HttpCase Of(string method, string path, IEnumerable<(string Name, string Value)> headers, byte[] body, bool chunked)
    {
        var head = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: localhost\r\n");
        foreach (var (name, value) in headers)
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        var isFramed = method is not ("TRACE" or "CONNECT");
        if (chunked)
            head.Append("Transfer-Encoding: chunked\r\n");
        else if (body.Length > 0 || method is "POST" or "PUT" or "PATCH")
            head.Append(null, $"Content-Length: {body.Length}\r\n");
        var content = !chunked ? body : body.Length == 0 ? "0\r\n\r\n"u8.ToArray() : [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8];
        return new(method, [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. content], isFramed);
    }

    public override string ToString() => Encoding.UTF8.GetString(Request.AsSpan(0, Math.Min(Request.Length, 700)));
}
