using System.Text;

namespace Backlot.Tests.Generation.Answers;

/// <summary>What a fake provider does with a request.</summary>
/// <param name="Headers">Lines, each with its end.</param>
internal sealed record AskedReply(int Status, string Body, string Headers = "", string Type = "application/json")
{
    /// <summary>Takes the request, and hangs up without a word.</summary>
    public static readonly AskedReply Reset = new(-1, "");

    /// <summary>Takes the request, and never answers.</summary>
    public static readonly AskedReply Hang = new(-2, "");

    public static AskedReply Ok(string body) => new(200, body);

    /// <summary>What a proxy says on behalf of a server that is not there.</summary>
    public static AskedReply Html(int status) => new(status, "<html><body><h1>Bad gateway</h1></body></html>", Type: "text/html");

    /// <summary>Breaks off in the middle of the body.</summary>
    public AskedReply Cut() => this with { Headers = Headers + "X-Truncated: yes\r\n" };

    public byte[] Bytes
    {
        get
        {
            var length = Encoding.UTF8.GetByteCount(Body) * (Headers.Contains("X-Truncated", StringComparison.Ordinal) ? 2 : 1);
            return Encoding.UTF8.GetBytes($"HTTP/1.1 {Status} So\r\nContent-Type: {Type}\r\nContent-Length: {length}\r\n{Headers}Connection: close\r\n\r\n{Body}");
        }
    }
}
