using System.Globalization;
using System.Net;

namespace Backlot.Platform.Outbound;

/// <summary>Machines of one's own network, and ports beside 80 and 443, that an administrator lets Backlot reach: a
/// provider of one's own, say. Only by setting, never by the API.</summary>
public sealed class AllowedTargets
{
    public static readonly AllowedTargets None = new([]);

    private readonly IReadOnlyList<Entry> _entries;

    private AllowedTargets(IReadOnlyList<Entry> entries) => _entries = entries;

    /// <summary>Reads a list parted by commas: each a host, an address or a network (<c>10.0.0.0/8</c>), and after a colon
    /// a port; without one, 80 and 443 are meant. An IPv6 address with a port stands in brackets.</summary>
    /// <exception cref="StartFailed">An entry is none of these, or lies where nothing may ever be reached.</exception>
    public static AllowedTargets Parse(string? text) => string.IsNullOrWhiteSpace(text)
        ? None
        : new([.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseEntry)]);

    /// <summary>Whether any target may have this port.</summary>
    internal bool HasPort(int port) => _entries.Any(entry => entry.Port == port);

    /// <summary>Whether a name was given by the administrator, so that it is not taken for a mistake.</summary>
    internal bool HasHost(string host) => _entries.Any(entry => entry.Host is { } name && Same(name, host));

    /// <summary>Whether the address may be reached though it is not public, or by this port though it is unusual.</summary>
    internal bool Allows(string host, IPAddress address, int port) =>
        !AddressRules.IsClosed(address)
        && _entries.Any(entry => (entry.Port is { } only ? only == port : port is 80 or 443)
            && (entry.Host is { } name ? Same(name, host) : entry.Network.Contains(AddressRules.Plain(address))));

    private static bool Same(string name, string host) => name.Equals(host, StringComparison.OrdinalIgnoreCase);

    private static Entry ParseEntry(string text)
    {
        var (target, port) = Split(text);
        if (target.Contains('/', StringComparison.Ordinal) ? IPNetwork.TryParse(target, out var network) : IsAddress(target, out network))
            return AddressRules.IsClosed(network.BaseAddress)
                ? throw new StartFailed($"BACKLOT_OUTBOUND_ALLOW names {text}, which is never reached: leave it out.")
                : new(null, network, port);
        return Uri.CheckHostName(target) == UriHostNameType.Dns && !target.EndsWith('.')
            ? new(target, default, port)
            : throw Unreadable(text);
    }

    private static (string Target, int? Port) Split(string text)
    {
        var bracket = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = bracket > 0 ? text.IndexOf(':', bracket) : text.Count(c => c == ':') == 1 ? text.IndexOf(':', StringComparison.Ordinal) : -1;
        var target = (colon < 0 ? text : text[..colon]).Trim('[', ']');
        if (colon < 0)
            return (target, null);
        return int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? (target, port)
            : throw Unreadable(text);
    }

    private static bool IsAddress(string text, out IPNetwork network)
    {
        network = default;
        // Four parts: 127.1 would be an address, too, and hardly the one that was meant.
        if (!IPAddress.TryParse(text, out var address) || (!text.Contains(':', StringComparison.Ordinal) && text.Count(c => c == '.') != 3))
            return false;
        address = AddressRules.Plain(address);
        network = new(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    private static StartFailed Unreadable(string text) =>
        new($"BACKLOT_OUTBOUND_ALLOW holds '{text}': write a host, an address or a network such as 192.168.1.0/24, and after a colon a port.");

    /// <param name="Host">Null for a network.</param>
    /// <param name="Port">Null for 80 and 443.</param>
    private sealed record Entry(string? Host, IPNetwork Network, int? Port);
}
