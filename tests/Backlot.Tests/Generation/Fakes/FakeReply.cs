using System.Globalization;
using System.Text;

namespace Backlot.Tests.Generation.Fakes;

/// <summary>What a fake provider says.</summary>
/// <param name="Headers">Lines, each with its end.</param>
/// <param name="IsCut">It breaks off in the middle of the body.</param>
internal sealed record FakeReply(int Status, byte[] Body, string Type = "application/json", string Headers = "", bool IsCut = false)
{
    /// <summary>Takes the request, and hangs up without a word.</summary>
    public static readonly FakeReply Reset = new(-1, []);

    /// <summary>Takes the request, and never answers.</summary>
    public static readonly FakeReply Hang = new(-2, []);

    public static FakeReply Json(string body, int status = 200, string headers = "") => new(status, Encoding.UTF8.GetBytes(body), Headers: headers);

    /// <summary>What a proxy says on behalf of a server that is not there.</summary>
    public static FakeReply Html(int status) => new(status, "<html><body><h1>Bad gateway</h1></body></html>"u8.ToArray(), "text/html");

    public byte[] Bytes => [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"HTTP/1.1 {Status} So\r\nContent-Type: {Type}\r\nContent-Length: {Body.Length * (IsCut ? 2 : 1)}\r\n{Headers}Connection: close\r\n\r\n")), .. Body];
}

/// <summary>A step of an order.</summary>
internal enum FakeStep { Order, Ask, Fetch, Find }

/// <summary>Something that goes wrong with one order.</summary>
/// <param name="Reply">Said instead.</param>
/// <param name="Times">The first so many requests of that step.</param>
/// <param name="AfterWork">The order was taken, and is paid for, all the same.</param>
internal sealed record FakeFault(FakeStep At, FakeReply Reply, int Times = 1, bool AfterWork = false);
