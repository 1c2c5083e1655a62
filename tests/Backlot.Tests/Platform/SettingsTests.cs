using Backlot.Platform;

namespace Backlot.Tests.Platform;

public sealed class SettingsTests
{
    [Fact]
    public void Nothing_set_means_the_defaults()
    {
        var settings = Read();

        Assert.Equal((7070, 2, 20, 15d), (settings.Port, settings.PoolMin, settings.PoolMax, settings.LeaseSeconds));
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
    [InlineData("BACKLOT_RENDER_CACHE_BYTES", "-1")]
    public void A_bad_value_is_named_with_what_would_be_good(string name, string value)
    {
        var failure = Assert.Throws<StartFailed>(() => Read((name, value)));

        Assert.StartsWith($"{name} is '{value}': set it to a ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void A_port_that_does_not_exist_is_a_sentence(int port) =>
        Assert.StartsWith($"There is no port {port}:", Assert.Throws<StartFailed>(() => Settings.FromEnvironment(port: port, read: Of())).Message, StringComparison.Ordinal);

    private static Settings Read(params (string, string)[] set) => Settings.FromEnvironment(read: Of(set));

    private static Func<string, string?> Of(params (string Name, string Value)[] set) =>
        name => set.Where(s => s.Name == name).Select(s => s.Value).FirstOrDefault();
}
