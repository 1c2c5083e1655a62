using System.Net;
using System.Net.Sockets;

namespace Backlot.Platform.Outbound;

/// <summary>Which addresses are the internet's, and which are somebody's own network that nobody outside may make us
/// reach into.</summary>
internal static class AddressRules
{
    /// <summary>Special-purpose addresses (IANA's registries, RFC 6890 and its followers) and the address at which one
    /// cloud answers its machines.</summary>
    internal static readonly IReadOnlyList<IPNetwork> Blocked =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "fc00::/7", "fe80::/10", "ff00::/8", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:db8::/32",
            "3fff::/20", "5f00::/16",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Not even an administrator opens these: there machines of clouds keep their credentials, or nobody is.</summary>
    private static readonly IPNetwork[] Closed =
    [
        .. new[]
        {
            "0.0.0.0/8", "169.254.0.0/16", "168.63.129.16/32", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "fe80::/10", "ff00::/8", "fd00:ec2::254/128",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>What is given out for the internet today (RFC 4291); the rest of IPv6 is nobody's.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96"), SixToFour = IPNetwork.Parse("2002::/16");

    public static bool IsPublic(IPAddress address)
    {
        address = Plain(address);
        return !Blocked.Any(network => network.Contains(address))
            && (address.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(address));
    }

    public static bool IsClosed(IPAddress address)
    {
        address = Plain(address);
        return Closed.Any(network => network.Contains(address));
    }

    /// <summary>The IPv4 address inside an IPv6 one that a gateway would unwrap; else the address itself.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return Nat64.Contains(address) ? new IPAddress(bytes.AsSpan(12, 4))
            : SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4))
            : address.ScopeId == 0 ? address : new IPAddress(bytes);
    }
}
