using System.Net;
using Backlot.Platform;
using Backlot.Platform.Outbound;

namespace Backlot.Tests.Platform.Outbound;

public sealed class AddressRulesSecurityTests
{
    [Theory]
    [InlineData("0.0.0.0/8", "0.0.0.0", "0.255.255.255", null, "1.0.0.0")]
    [InlineData("10.0.0.0/8", "10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0")]
    [InlineData("100.64.0.0/10", "100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0")]
    [InlineData("127.0.0.0/8", "127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0")]
    [InlineData("168.63.129.16/32", "168.63.129.16", "168.63.129.16", "168.63.129.15", "168.63.129.17")]
    [InlineData("169.254.0.0/16", "169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0")]
    [InlineData("172.16.0.0/12", "172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0")]
    [InlineData("192.0.0.0/24", "192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0")]
    [InlineData("192.0.2.0/24", "192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0")]
    [InlineData("192.88.99.0/24", "192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0")]
    [InlineData("192.168.0.0/16", "192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0")]
    [InlineData("198.18.0.0/15", "198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0")]
    [InlineData("198.51.100.0/24", "198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0")]
    [InlineData("203.0.113.0/24", "203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0")]
    [InlineData("224.0.0.0/4", "224.0.0.0", "239.255.255.255", "223.255.255.255", null)]
    [InlineData("240.0.0.0/4", "240.0.0.0", "255.255.255.255", null, null)]
    [InlineData("2001::/32", "2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:1::")]
    [InlineData("2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::")]
    [InlineData("3fff::/20", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::")]
    // Around these lies nothing that is the internet's, either: all outside of 2000::/3 is nobody's.
    [InlineData("::/128", "::", "::", null, null)]
    [InlineData("::1/128", "::1", "::1", null, null)]
    [InlineData("fc00::/7", "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null)]
    [InlineData("fe80::/10", "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null)]
    [InlineData("ff00::/8", "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null)]
    [InlineData("64:ff9b:1::/48", "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", null, null)]
    [InlineData("100::/64", "100::", "100::ffff:ffff:ffff:ffff", null, null)]
    [InlineData("5f00::/16", "5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null)]
    public void Each_range_is_blocked_to_its_ends_and_not_beyond(string range, string first, string last, string? before, string? after)
    {
        var network = AddressRules.Blocked.Single(n => n == IPNetwork.Parse(range));

        Assert.Equal((true, true), (network.Contains(IPAddress.Parse(first)), network.Contains(IPAddress.Parse(last))));
        Assert.Equal((false, false), (AddressRules.IsPublic(IPAddress.Parse(first)), AddressRules.IsPublic(IPAddress.Parse(last))));
        foreach (var beyond in (string?[])[before, after])
            if (beyond is not null)
                Assert.True(AddressRules.IsPublic(IPAddress.Parse(beyond)), beyond);
    }

    [Fact]
    public void No_range_is_left_untested()
    {
        var method = typeof(AddressRulesSecurityTests).GetMethod(nameof(Each_range_is_blocked_to_its_ends_and_not_beyond))!;
        var tested = method.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(data => IPNetwork.Parse((string)data.Data[0]!));

        Assert.Empty(AddressRules.Blocked.Except(tested));
    }

    [Theory]
    [InlineData("1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false)]
    [InlineData("2000::", true)]
    [InlineData("3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    [InlineData("4000::", false)]
    [InlineData("::7f00:1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("2606:4700:4700::1111", true)]
    public void Of_IPv6_only_what_is_given_out_is_public(string address, bool isPublic) =>
        Assert.Equal(isPublic, AddressRules.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("::ffff:{0}")]
    [InlineData("64:ff9b::{0}")]
    [InlineData("2002:{1}::1")]
    public void An_IPv4_address_inside_is_judged_by_itself(string form)
    {
        Assert.True(AddressRules.IsPublic(Inside(form, "8.8.8.8")));
        foreach (var hidden in (string[])["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.255.255", "0.0.0.0", "255.255.255.255"])
            Assert.False(AddressRules.IsPublic(Inside(form, hidden)), hidden);
        Assert.True(AddressRules.IsClosed(Inside(form, "169.254.169.254")));
    }

    [Fact]
    public void A_scope_hides_nothing() => Assert.False(AddressRules.IsPublic(IPAddress.Parse("fe80::1%2")));

    [Theory]
    [InlineData("192.168.1.20:8188", "x", "192.168.1.20", 8188, true)]
    [InlineData("192.168.1.20:8188", "x", "192.168.1.20", 80, false)]
    [InlineData("192.168.1.20:8188", "x", "192.168.1.21", 8188, false)]
    [InlineData("192.168.1.20", "x", "192.168.1.20", 443, true)]
    [InlineData("192.168.1.20", "x", "192.168.1.20", 22, false)]
    [InlineData("10.0.0.0/8", "x", "10.255.0.1", 80, true)]
    [InlineData("10.0.0.0/8", "x", "11.0.0.0", 80, false)]
    [InlineData("10.0.0.0/8:11434", "x", "10.1.1.1", 11434, true)]
    [InlineData("10.0.0.0/8", "x", "::ffff:10.1.1.1", 80, true)]
    [InlineData("comfy.lan:8188", "comfy.lan", "192.168.1.20", 8188, true)]
    [InlineData("comfy.lan:8188", "COMFY.LAN", "192.168.1.20", 8188, true)]
    [InlineData("comfy.lan:8188", "other.lan", "192.168.1.20", 8188, false)]
    [InlineData("comfy.lan:8188", "comfy.lan", "169.254.169.254", 8188, false)]
    [InlineData("[fd00::1]:8188", "x", "fd00::1", 8188, true)]
    [InlineData("fd00::/8", "x", "fd00:ec2::254", 80, false)]
    [InlineData(" 10.0.0.1:99 ,, nas", "nas", "192.168.1.1", 80, true)]
    public void What_an_administrator_opens_is_open_and_nothing_beside_it(string setting, string host, string address, int port, bool allowed) =>
        Assert.Equal(allowed, AllowedTargets.Parse(setting).Allows(host, IPAddress.Parse(address), port));

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.0.0/16:80")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("0.0.0.0/0")]
    [InlineData("fd00:ec2::254")]
    public void The_address_of_machine_credentials_can_never_be_opened(string setting)
    {
        var failure = Assert.Throws<StartFailed>(() => AllowedTargets.Parse(setting));

        Assert.Equal($"BACKLOT_OUTBOUND_ALLOW names {setting}, which is never reached: leave it out.", failure.Message);
    }

    [Fact]
    public void A_wide_network_around_it_does_not_open_it() =>
        Assert.False(AllowedTargets.Parse("128.0.0.0/1").Allows("x", IPAddress.Parse("169.254.169.254"), 80));

    [Theory]
    [InlineData("http://comfy.lan")]
    [InlineData("comfy.lan:0")]
    [InlineData("comfy.lan:http")]
    [InlineData("10.0.0.0/33")]
    [InlineData("*")]
    [InlineData("a b")]
    [InlineData("[fd00::1]:99999")]
    public void What_is_no_target_is_a_sentence(string setting) =>
        Assert.StartsWith($"BACKLOT_OUTBOUND_ALLOW holds '{setting}'", Assert.Throws<StartFailed>(() => AllowedTargets.Parse(setting)).Message, StringComparison.Ordinal);

    [Fact]
    public void By_default_nothing_is_open() => Assert.Same(AllowedTargets.None, new Settings { DataFolder = "/" }.OutboundAllow);

    private static IPAddress Inside(string form, string address)
    {
        var bytes = IPAddress.Parse(address).GetAddressBytes();
        return IPAddress.Parse(string.Format(null, form, address, $"{bytes[0]:x2}{bytes[1]:x2}:{bytes[2]:x2}{bytes[3]:x2}"));
    }
}
