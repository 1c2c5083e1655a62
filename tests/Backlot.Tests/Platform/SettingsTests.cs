using System.Net;
using Backlot.Platform;

namespace Backlot.Tests.Platform;

public sealed class SettingsTests
{
    [Fact]
    public void Nothing_set_means_the_defaults()
    {
        var settings = Read();

        Assert.Equal((7070, 2, 20, 10d), (settings.Port, settings.PoolMin, settings.PoolMax, settings.LeaseSeconds));
        Assert.Null(settings.DatabaseUrl);
        Assert.True(Path.IsPathFullyQualified(settings.DataFolder));
    }

    [Fact]
    public void What_is_set_counts_and_an_argument_counts_more()
    {
        Assert.Equal("/srv/b", Read(("BACKLOT_DATA", "/srv/b")).DataFolder);
        Assert.Equal("/srv/c", Settings.FromEnvironment("/srv/c", read: Of(("BACKLOT_DATA", "/srv/b"))).DataFolder);
        Assert.Equal(80, Read(("BACKLOT_PORT", "80")).Port);
        Assert.Equal(0, Settings.FromEnvironment(port: 0, read: Of(("BACKLOT_PORT", "80"))).Port);
        Assert.Equal(1.5, Read(("BACKLOT_LEASE_SECONDS", "1.5")).LeaseSeconds);
    }

    [Fact]
    public void What_is_set_to_nothing_is_not_set() => Assert.Equal(
        Read(), Read(("BACKLOT_DATA", ""), ("BACKLOT_PORT", ""), ("DATABASE_URL", ""), ("BACKLOT_DB_POOL_MAX", "")));

    [Theory]
    [InlineData("BACKLOT_PORT", "abc")]
    [InlineData("BACKLOT_PORT", "-1")]
    [InlineData("BACKLOT_PORT", "65536")]
    [InlineData("BACKLOT_PORT", "NaN")]
    [InlineData("BACKLOT_PORT", "80.5")]
    [InlineData("BACKLOT_PORT", "1,000")]
    [InlineData("BACKLOT_DB_POOL_MAX", "1")]
    [InlineData("BACKLOT_DB_POOL_MIN", "many")]
    [InlineData("BACKLOT_LEASE_SECONDS", "0")]
    [InlineData("BACKLOT_GENERATE_SLOTS", "0")]
    [InlineData("BACKLOT_STALL_SECONDS", "1e9")]
    [InlineData("BACKLOT_HISTORY_DAYS", "0")]
    [InlineData("BACKLOT_RENDER_CACHE_BYTES", "-1")]
    [InlineData("BACKLOT_SESSION_HOURS", "0")]
    [InlineData("BACKLOT_SESSION_IDLE_HOURS", "forever")]
    public void A_bad_value_is_named_with_what_would_be_good(string name, string value)
    {
        var failure = Assert.Throws<StartFailed>(() => Read((name, value)));

        Assert.StartsWith($"{name} is '{value}': set it to a ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_public_address_the_proxy_on_this_machine_is_trusted_unless_others_are_named()
    {
        const string url = "https://backlot.example.org";

        Assert.Empty(Read().TrustedProxies);
        Assert.Contains(Read(("BACKLOT_PUBLIC_URL", url)).TrustedProxies, proxy => proxy.Contains(IPAddress.Loopback));
        Assert.Equal(["10.0.0.0/8", "192.0.2.1/32", "2001:db8::1/128"],
            Read(("BACKLOT_PUBLIC_URL", url), ("BACKLOT_TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.1,2001:db8::1")).TrustedProxies.Select(proxy => proxy.ToString()));
        Assert.Equal(new Uri(url), Read(("BACKLOT_PUBLIC_URL", url)).PublicUrl);
    }

    [Theory]
    [InlineData("backlot.example.org")]
    [InlineData("ftp://backlot.example.org")]
    [InlineData("https://backlot.example.org/sub/path")]
    [InlineData("https://me:secret@backlot.example.org")]
    public void A_public_address_is_scheme_host_and_port(string value) => Assert.StartsWith(
        "BACKLOT_PUBLIC_URL is '", Assert.Throws<StartFailed>(() => Read(("BACKLOT_PUBLIC_URL", value))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("proxy.example.org")]
    [InlineData("10.0.0.0/8,10.0.0.0/33")]
    public void A_proxy_is_named_by_its_address(string value) => Assert.StartsWith(
        "BACKLOT_TRUSTED_PROXIES has '", Assert.Throws<StartFailed>(() => Read(("BACKLOT_TRUSTED_PROXIES", value))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void A_port_that_does_not_exist_is_a_sentence(int port) =>
        Assert.StartsWith($"There is no port {port}:", Assert.Throws<StartFailed>(() => Settings.FromEnvironment(port: port, read: Of())).Message, StringComparison.Ordinal);

    private static Settings Read(params (string, string)[] set) => Settings.FromEnvironment(read: Of(set));

    private static Func<string, string?> Of(params (string Name, string Value)[] set) =>
        name => set.Where(s => s.Name == name).Select(s => s.Value).FirstOrDefault();
}
