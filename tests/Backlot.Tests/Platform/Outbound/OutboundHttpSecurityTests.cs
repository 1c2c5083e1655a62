using System.Net;
using System.Net.Sockets;
using System.Text;
using Backlot.Platform;
using Backlot.Platform.Outbound;
using static Backlot.Tests.Platform.Outbound.OutboundCalls;

namespace Backlot.Tests.Platform.Outbound;

/// <summary>The way out of the house: what may be reached, and what is told of what may not. Of bodies:
/// <see cref="OutboundBodySecurityTests"/>.</summary>
public sealed class OutboundHttpSecurityTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task An_allowed_address_answers_with_status_headers_and_body()
    {
        await using var server = LoopbackServer.Saying("HTTP/1.1 404 No\r\nContent-Type: text/plain\r\nX-One: 1\r\nContent-Length: 4\r\n\r\ngone", Public);
        using var http = CallsTo(server.Port, _ => Public);

        await using var reply = await http.SendAsync(new(HttpMethod.Get, $"http://site.test:{server.Port}/a?b=c") { Headers = [("X-Key", "k")] }, new(), Ct);

        Assert.Equal((HttpStatusCode.NotFound, "text/plain", "1", "gone"),
            (reply.Status, reply.ContentType, reply.Headers.GetValues("X-One").Single(), await reply.ReadTextAsync()));
        var request = Assert.Single(server.Requests);
        Assert.StartsWith($"GET /a?b=c HTTP/1.1\r\nHost: site.test:{server.Port}\r\n", request, StringComparison.Ordinal);
        Assert.Contains("X-Key: k\r\n", request, StringComparison.Ordinal);
        Assert.DoesNotContain("traceparent", request, StringComparison.OrdinalIgnoreCase);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_name_that_changes_its_address_between_looks_is_looked_at_once_and_the_second_time_refused()
    {
        await using var site = LoopbackServer.Saying(LoopbackServer.Ok("public"), Public);
        await using var inner = LoopbackServer.Saying(LoopbackServer.Ok("private"), Private, site.Port);
        var looks = 0;
        using var http = CallsTo(site.Port, _ => looks++ == 0 ? Public : Private);

        await using (var reply = await http.SendAsync(Get("rebind.test", site.Port), new(), Ct))
            Assert.Equal("public", await reply.ReadTextAsync());
        Assert.Equal(1, looks);
        await UnreachableAsync(http, Get("rebind.test", site.Port));

        Assert.Equal(2, looks);
        Assert.Empty(inner.Requests);
    }

    [Fact(Timeout = 30_000)]
    public async Task One_private_address_among_public_ones_is_refused_untried()
    {
        await using var site = LoopbackServer.Saying(LoopbackServer.Ok("public"), Public);
        using var http = new OutboundHttp(Allowing(site.Port), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(Public), IPAddress.Parse(Private)]), TimeProvider.System);

        await UnreachableAsync(http, Get("mixed.test", site.Port));

        Assert.Empty(site.Requests);
    }

    /// <summary>All at once: each takes as long as a connection may.</summary>
    [Fact(Timeout = 30_000)]
    public Task Being_sent_on_to_a_private_address_is_refused() => Task.WhenAll(
        ((string[])["http://inner.test:{0}/", "http://127.0.0.1:{0}/", "http://[::ffff:127.0.0.1]:{0}/", "//127.0.0.1:{0}/"]).Select(IsNotFollowedAsync));

    private static async Task IsNotFollowedAsync(string location)
    {
        await using var inner = LoopbackServer.Saying(LoopbackServer.Ok("private"), Private);
        await using var site = LoopbackServer.Saying(LoopbackServer.SendOn(string.Format(null, location, inner.Port)), Public, inner.Port);
        using var http = CallsTo(site.Port, host => host == "inner.test" ? Private : Public);

        await UnreachableAsync(http, Get("site.test", site.Port), new() { Redirects = 5 });

        Assert.Single(site.Requests);
        Assert.Empty(inner.Requests);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1:6379/_x")]
    [InlineData("ftp://site.test/")]
    [InlineData("http://user@site.test/")]
    [InlineData("http://site.test:22/")]
    public async Task Being_sent_on_to_what_is_no_web_address_is_refused(string location)
    {
        await using var site = LoopbackServer.Saying(LoopbackServer.SendOn(location), Public);
        using var http = CallsTo(site.Port, _ => Public);

        var refused = await Assert.ThrowsAsync<Refusal>(() => http.SendAsync(Get("site.test", site.Port), new() { Redirects = 5 }, Ct));

        Assert.Equal((422, "url.refused"), (refused.Status, refused.Code));
        Assert.Single(site.Requests);
    }

    [Fact(Timeout = 30_000)]
    public async Task Ten_redirects_are_too_many_and_five_are_not()
    {
        await using var site = new LoopbackServer((head, stream) =>
        {
            var n = int.Parse(head.Split(' ')[1][1..]);
            return stream.WriteAsync(Encoding.ASCII.GetBytes(n == 0 ? LoopbackServer.Ok("home") : LoopbackServer.SendOn($"/{n - 1}"))).AsTask();
        }, Public);
        using var http = CallsTo(site.Port, _ => Public);

        await using (var reply = await http.SendAsync(Get("site.test", site.Port, "5"), new() { Redirects = 5 }, Ct))
            Assert.Equal(("home", "/0"), (await reply.ReadTextAsync(), reply.Url.AbsolutePath));
        await FailsAsync(OutboundFault.TooManyRedirects, http, Get("site.test", site.Port, "10"), new() { Redirects = 5 });

        Assert.Equal(6 + 6, site.Requests.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task Secrets_stay_with_the_host_they_were_meant_for()
    {
        await using var other = LoopbackServer.Saying(LoopbackServer.Ok("other"), "127.0.0.3");
        await using var site = new LoopbackServer((head, stream) => stream.WriteAsync(Encoding.ASCII.GetBytes(
            LoopbackServer.SendOn(head.StartsWith("POST /1", StringComparison.Ordinal) ? "/2" : $"http://other.test:{other.Port}/3", 307))).AsTask(), Public);
        using var http = new OutboundHttp(AllowedTargets.Parse($"{Public}:{site.Port},127.0.0.3:{other.Port}"), Resolving(host => host == "other.test" ? "127.0.0.3" : Public), TimeProvider.System);

        await using var reply = await http.SendAsync(new(HttpMethod.Post, $"http://site.test:{site.Port}/1")
        {
            Headers = [("Authorization", "Bearer canary"), ("x-goog-api-key", "canary"), ("Cookie", "canary"), ("Accept", "audio/*")],
            Body = () => new StringContent("canary"),
        }, new() { Redirects = 5 }, Ct);

        Assert.Equal("other", await reply.ReadTextAsync());
        Assert.All(site.Requests, head => Assert.Equal(3, head.Split("canary").Length - 1));
        var last = Assert.Single(other.Requests);
        Assert.StartsWith("GET /3 ", last, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", last, StringComparison.Ordinal);
        Assert.Contains("Accept: audio/*", last, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_closed_port_a_private_address_and_a_name_that_is_not_there_are_told_alike_and_at_the_same_moment()
    {
        await using var inner = LoopbackServer.Saying(LoopbackServer.Ok("private"), Private);
        var free = FreePort(Public);
        var told = new HashSet<string>();
        foreach (var (host, port) in ((string, int)[])[("closed.test", free), ("private.test", inner.Port), ("missing.test", free), ("127.0.0.1", inner.Port), ("[::1]", inner.Port), ("silent.test", free)])
        {
            var time = new SteppedTime();
            using var http = new OutboundHttp(AllowedTargets.Parse($"{Public}:{free},elsewhere.test:{inner.Port}"), async (name, ct) =>
            {
                if (name == "silent.test")
                    await Task.Delay(Timeout.Infinite, ct);
                return name == "missing.test" ? throw new SocketException((int)SocketError.HostNotFound) : [IPAddress.Parse(name == "private.test" ? Private : Public)];
            }, time);
            var calling = http.SendAsync(new(HttpMethod.Get, $"http://{host}:{port}/"), new(), Ct);

            // Not a moment before the connection's time is over, whatever was known by then.
            await time.UntilAwaitedAsync(TimeSpan.FromSeconds(4));
            time.Advance(TimeSpan.FromSeconds(3.9));
            await Task.Delay(100, Ct);
            Assert.False(calling.IsCompleted, host);
            time.Advance(TimeSpan.FromSeconds(0.2));
            var failed = await Assert.ThrowsAsync<OutboundFailed>(() => calling);

            Assert.False(failed.Sent);
            told.Add(failed.Message);
        }
        Assert.Equal(["The address cannot be reached."], told);
        Assert.Empty(inner.Requests);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_certificate_must_be_of_the_host_that_was_named()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        using var certificate = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=other.test", rsa, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        var greeted = 0;
        await using var site = new LoopbackServer((_, _) => Task.CompletedTask, Public);
        var listener = new TcpListener(IPAddress.Parse("127.0.0.3"), 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var tls = new System.Net.Security.SslStream(client.GetStream());
            try
            {
                await tls.AuthenticateAsServerAsync(certificate);
                greeted = await tls.ReadAsync(new byte[1]);
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
            {
                // It is not trusted.
            }
        }, Ct);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var http = new OutboundHttp(AllowedTargets.Parse($"127.0.0.3:{port}"), Resolving(_ => "127.0.0.3"), TimeProvider.System);

        await UnreachableAsync(http, new(HttpMethod.Get, $"https://site.test:{port}/"));
        await serving;
        listener.Stop();

        Assert.Equal(0, greeted);
    }

    private static int FreePort(string address)
    {
        using var probe = new TcpListener(IPAddress.Parse(address), 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
