using System.Text;

namespace Backlot.Tests.Generation.Fakes;

/// <summary>What a fake maker of pictures or music does with a request.</summary>
/// <param name="Headers">Lines, each with its end.</param>
/// <param name="IsTaken">Whether the provider does the work, and takes money for it, whatever it answers.</param>
internal sealed record MakerReply(int Status, byte[] Body, string Type = "application/json", string Headers = "", bool IsTaken = false)
{
    /// <summary>Takes the request, and hangs up without a word.</summary>
    public static readonly MakerReply Reset = new(-1, [], IsTaken: true);

    /// <summary>Takes the request, and never answers.</summary>
    public static readonly MakerReply Hang = new(-2, [], IsTaken: true);

    public static MakerReply Ok(string json) => new(200, Encoding.UTF8.GetBytes(json), IsTaken: true);

    public static MakerReply Error(int status, string json, string headers = "") => new(status, Encoding.UTF8.GetBytes(json), Headers: headers);

    /// <summary>What a proxy says on behalf of a server that is not there, or under 200 with the server behind it.</summary>
    public static MakerReply Html(int status) => new(status, "<html><body><h1>Bad gateway</h1></body></html>"u8.ToArray(), "text/html", IsTaken: status is 200 or 504);

    /// <summary>Says that more will come than does.</summary>
    public MakerReply Cut() => this with { IsCut = true };

    private bool IsCut { get; init; }

    public byte[] Bytes =>
    [
        .. Encoding.ASCII.GetBytes($"HTTP/1.1 {Status} So\r\nContent-Type: {Type}\r\nContent-Length: {(IsCut ? Body.Length + 1000 : Body.Length)}\r\n{Headers}Connection: close\r\n\r\n"),
        .. Body,
    ];
}
