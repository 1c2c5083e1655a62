using System.Net;
using System.Net.Sockets;

namespace Backlot.Platform.Http.RateLimits;

/// <summary>Who is counted as one: a user, else an address.</summary>
internal static class RateSubject
{
    private const int NetworkBytes = 8;     // what a provider gives one customer at least

    public static string Of(HttpContext http) => Caller.Of(http.User) is { } caller ? $"user:{caller.UserId:N}" : Of(http.Connection.RemoteIpAddress);

    /// <summary>IPv4 by address, IPv6 by its /64: one who has a whole network of addresses is one, too.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
            return "address:none";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily is not AddressFamily.InterNetworkV6)
            return $"address:{address}";
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return $"address:{new IPAddress(bytes)}/64";
    }
}
