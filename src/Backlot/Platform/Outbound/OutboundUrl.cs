using System.Net;

namespace Backlot.Platform.Outbound;

/// <summary>An address that Backlot may be asked to call: plain <c>http</c> or <c>https</c>, written so that no two readers
/// take it for different machines.</summary>
internal static class OutboundUrl
{
    private const int LongestUrl = 4096;

    /// <exception cref="Refusal">422 <c>url.refused</c>: what is wrong with it can be seen from its text alone.</exception>
    public static Uri Parse(string text, AllowedTargets allowed)
    {
        if (text.Length > LongestUrl)
            throw Refused($"it is longer than {LongestUrl} characters");
        if (text.Any(c => c is <= ' ' or > '~' or '\\'))
            throw Refused("it holds a space, a backslash or a character that is not ASCII; write international names in their xn-- form");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw Refused("it is not an http or https address");
        return Check(url, text, allowed);
    }

    private static Uri Check(Uri url, string text, AllowedTargets allowed)
    {
        var authority = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        authority = authority[..(authority.IndexOfAny(['/', '?', '#']) is var end and >= 0 ? end : authority.Length)];
        if (authority.Contains('@', StringComparison.Ordinal) || url.UserInfo.Length > 0)
            throw Refused("it holds a user name");
        // 2130706433, 0x7f.1, 127.1 and 0177.0.0.1 are all 127.0.0.1 to one reader and a name to another.
        if (authority.Contains('%', StringComparison.Ordinal) || url.Host.EndsWith('.')
            || !authority.StartsWith(url.Host, StringComparison.OrdinalIgnoreCase)
            || (url.HostNameType == UriHostNameType.Dns && url.Host.Split('.')[^1].All(char.IsAsciiDigit)))
            throw Refused("its host is written in an unusual way");
        if (IsLocalName(url.Host) && !allowed.HasHost(url.Host))
            throw Refused("it names this machine");
        if (url.Port is not (80 or 443) && !allowed.HasPort(url.Port))
            throw Refused($"its port is {url.Port}; only 80, 443 and those in BACKLOT_OUTBOUND_ALLOW are called");
        return url;
    }

    private static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    private static Refusal Refused(string why) => new(422, "url.refused", $"This address is not called: {why}.");
}

/// <summary>Finds the addresses of a host name.</summary>
/// <returns>At least one.</returns>
public delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken ct);
