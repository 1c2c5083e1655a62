namespace Backlot.Platform.Outbound;

/// <summary>What one call may cost us at most, redirects included.</summary>
public sealed record OutboundLimits
{
    /// <summary>Bytes of the body, after decompression. Default 8 MiB.</summary>
    public long BodyBytes { get; init; } = 8 << 20;

    /// <summary>From the first step to the last byte. Default 60 s.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a connection may take; and how long we take to say that there is none, whatever the reason, so
    /// that nobody can tell a closed port from a host that is not there. Default 4 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>The body's average rate, once <see cref="RateGrace"/> has passed. Default 1,024 bytes a second.</summary>
    public long MinBytesPerSecond { get; init; } = 1024;

    /// <summary>Default 10 s.</summary>
    public TimeSpan RateGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the other side may send us on. Default 0: the redirect itself is the reply.</summary>
    public int Redirects { get; init; }
}

/// <summary>One call.</summary>
/// <param name="Method">GET, POST, …</param>
/// <param name="Url">As a user or a provider wrote it.</param>
public sealed record OutboundRequest(HttpMethod Method, string Url)
{
    /// <summary>Sent to that host alone: another one that we are sent on to gets none but <c>Accept</c>.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Makes the body; asked again for each redirect that keeps it. Null for none.</summary>
    public Func<HttpContent>? Body { get; init; }

    /// <summary>It has an effect that must not come twice: it is made on a connection of its own, and when that breaks off it is not made
    /// again, as .NET would do by itself. Default false.</summary>
    public bool IsOnce { get; init; }
}

/// <summary>Why a call came to nothing.</summary>
public enum OutboundFault
{
    /// <summary>No such host, a closed port, a network nobody may reach into: the caller is not told which.</summary>
    Unreachable,
    TooLarge,
    TooSlow,
    TooManyRedirects,

    /// <summary>The connection broke off before the reply was whole.</summary>
    Broken,
}

/// <summary>A call came to nothing.</summary>
/// <param name="fault">Why.</param>
/// <param name="sent">False: surely nothing of the request left this machine, so that it may be made again.</param>
public sealed class OutboundFailed(OutboundFault fault, bool sent, Exception? cause = null) : Exception(Sentence(fault), cause)
{
    public OutboundFault Fault { get; } = fault;
    public bool Sent { get; } = sent;

    private static string Sentence(OutboundFault fault) => fault switch
    {
        OutboundFault.Unreachable => "The address cannot be reached.",
        OutboundFault.TooLarge => "The reply is larger than allowed.",
        OutboundFault.TooSlow => "The reply takes longer than allowed.",
        OutboundFault.TooManyRedirects => "The address sends us on too often.",
        _ => "The connection broke off before the reply was whole.",
    };
}
