using System.Net;
using Backlot.Platform;
using Backlot.Platform.Outbound;
using Backlot.Tests.Support;

namespace Backlot.Tests.Platform.Outbound;

/// <summary>The many ways to write an address that should not be called.</summary>
public sealed class OutboundUrlSecurityTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://127.0.0.01/")]
    [InlineData("http://1.2.3.4.5/")]
    [InlineData("http://256.256.256.256/")]
    [InlineData("http://localhost/")]
    [InlineData("http://localhost./")]
    [InlineData("http://LOCALHOST/")]
    [InlineData("http://foo.localhost/")]
    [InlineData("http://example.org./")]
    [InlineData("http://127。0。0。1/")]
    [InlineData("http://ⓛocalhost/")]
    [InlineData("http://user@example.org/")]
    [InlineData("http://user:secret@example.org/")]
    [InlineData("http://@example.org/")]
    [InlineData("http://a\\@b/")]
    [InlineData("http:\\\\example.org/")]
    [InlineData("http://exa\tmple.org/")]
    [InlineData("http://exa\nmple.org/")]
    [InlineData("http://example.org\r\nX: y/")]
    [InlineData(" http://example.org/")]
    [InlineData("http://%6cocalhost/")]
    [InlineData("http://127.0.0.1%2f@example.org/")]
    [InlineData("http://example.org:0/")]
    [InlineData("http://example.org:22/")]
    [InlineData("http://example.org:6379/")]
    [InlineData("http://example.org:65536/")]
    [InlineData("https://example.org:8443/")]
    [InlineData("ftp://example.org/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.org/")]
    [InlineData("data:text/plain,hello")]
    [InlineData("//example.org/")]
    [InlineData("example.org")]
    [InlineData("http://")]
    [InlineData("http:///x")]
    [InlineData("")]
    public void An_unusual_spelling_is_refused_by_its_text_alone(string url)
    {
        var refused = Assert.Throws<Refusal>(() => OutboundUrl.Parse(url, AllowedTargets.None));

        Assert.Equal((422, "url.refused"), (refused.Status, refused.Code));
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://[fe80::1%25eth0]/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://10.0.0.1:443/")]
    public async Task A_private_address_as_such_is_refused_when_it_is_called(string url)
    {
        using var http = new OutboundHttp(AllowedTargets.None, (_, _) => throw new InvalidOperationException("No name was looked up."), TimeProvider.System);

        var failed = await Record.ExceptionAsync(() => http.SendAsync(new(HttpMethod.Get, url), new() { ConnectTimeout = TimeSpan.FromMilliseconds(1) }, Ct));

        Assert.True(failed is OutboundFailed { Fault: OutboundFault.Unreachable } or Refusal { Code: "url.refused" }, $"{failed}");
    }

    [Theory]
    [InlineData("http://example.org")]
    [InlineData("https://example.org/a?b=c#d")]
    [InlineData("http://example.org:443/")]
    [InlineData("HTTP://EXAMPLE.ORG/")]
    [InlineData("https://xn--bcher-kva.example/")]
    [InlineData("http://8.8.8.8/")]
    [InlineData("http://[2606:4700::1]/")]
    public void A_plain_address_is_taken(string url) => Assert.Equal(url.Split('/')[2].ToLowerInvariant(), OutboundUrl.Parse(url, AllowedTargets.None).Authority);

    [Fact]
    public void A_port_and_a_local_name_can_be_opened_by_the_administrator()
    {
        var allowed = AllowedTargets.Parse("localhost:8188");

        Assert.Equal(8188, OutboundUrl.Parse("http://localhost:8188/", allowed).Port);
        Assert.Throws<Refusal>(() => OutboundUrl.Parse("http://localhost:8189/", allowed));
        Assert.Throws<Refusal>(() => OutboundUrl.Parse("http://sub.localhost:8188/", allowed));
    }

    [Fact]
    public void Nothing_else_in_the_sources_may_connect()
    {
        // The analyzer fails the build where a banned symbol is used; here: that it is told so, and where it was told not to look.
        var banned = File.ReadAllText(Path.Combine(Repository.Root, "src/Backlot/BannedSymbols.Outbound.txt"));
        foreach (var type in (Type[])[typeof(HttpClient), typeof(SocketsHttpHandler), typeof(HttpClientHandler), typeof(HttpMessageInvoker), typeof(System.Net.Sockets.TcpClient), typeof(System.Net.Sockets.Socket), typeof(System.Net.WebSockets.ClientWebSocket), typeof(Dns)])
            Assert.Contains(type.FullName!, banned, StringComparison.Ordinal);
        Assert.Contains("BannedSymbols.Outbound.txt", File.ReadAllText(Path.Combine(Repository.Root, "src/Backlot/Backlot.csproj")), StringComparison.Ordinal);

        var excused = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("disable RS0030", StringComparison.Ordinal)).Select(Path.GetFileName).Order();
        Assert.Equal(["BackgroundServer.cs", "BacklotClient.cs", "DetachedProcess.cs", "Launcher.cs", "OutboundHttp.cs", "OutboundModule.cs", "RedisConnection.cs"], excused);
    }
}
