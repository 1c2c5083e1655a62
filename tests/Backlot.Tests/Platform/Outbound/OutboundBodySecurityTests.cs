using System.IO.Compression;
using System.Text;
using Backlot.Platform;
using Backlot.Platform.Outbound;
using static Backlot.Tests.Platform.Outbound.OutboundCalls;

namespace Backlot.Tests.Platform.Outbound;

/// <summary>What comes in by the way out: too much, too slow, or not what it says.</summary>
public sealed class OutboundBodySecurityTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task A_body_that_says_it_is_ten_gibibytes_is_refused_before_it_is_read()
    {
        var read = 0;
        await using var site = new LoopbackServer(async (_, stream) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n"u8.ToArray());
            while (true)
            {
                await stream.WriteAsync(new byte[65536]);
                read++;
            }
        }, Public);
        using var http = CallsTo(site.Port, _ => Public);

        await FailsAsync(OutboundFault.TooLarge, http, Get("site.test", site.Port));

        Assert.True(read < 1000, $"{read} blocks were taken.");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_endless_body_stops_at_the_cap_and_leaves_no_file()
    {
        await using var site = new LoopbackServer(async (_, stream) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
            while (true)
                await stream.WriteAsync(Encoding.ASCII.GetBytes("400\r\n" + new string('x', 1024) + "\r\n"));
        }, Public);
        using var http = CallsTo(site.Port, _ => Public);
        var path = Path.Combine(Path.GetTempPath(), "backlot-endless-" + Guid.CreateVersion7());

        var failed = await Assert.ThrowsAsync<OutboundFailed>(() => http.DownloadAsync(Get("site.test", site.Port), path, new() { BodyBytes = 100_000 }, Ct));

        Assert.Equal(OutboundFault.TooLarge, failed.Fault);
        Assert.False(File.Exists(path));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_compressed_body_is_counted_after_it_is_unpacked()
    {
        using var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
            await gzip.WriteAsync(new byte[50_000_000], Ct);
        Assert.True(bomb.Length < 50_000);
        await using var site = new LoopbackServer(async (_, stream) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n\r\n"));
            await stream.WriteAsync(bomb.ToArray());
        }, Public);
        using var http = CallsTo(site.Port, _ => Public);
        using var taken = new MemoryStream();

        await using var reply = await http.SendAsync(Get("site.test", site.Port), new() { BodyBytes = 1_000_000 }, Ct);
        var failed = await Assert.ThrowsAsync<OutboundFailed>(() => reply.CopyToAsync(taken));

        Assert.Equal(OutboundFault.TooLarge, failed.Fault);
        Assert.True(taken.Length <= 1_000_000);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nshort")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nshort")]
    public async Task A_body_that_is_not_what_it_says_is_not_stored(string said)
    {
        await using var site = LoopbackServer.Saying(said, Public);
        using var http = CallsTo(site.Port, _ => Public);
        var path = Path.Combine(Path.GetTempPath(), "backlot-short-" + Guid.CreateVersion7());

        var failed = await Assert.ThrowsAsync<OutboundFailed>(() => http.DownloadAsync(Get("site.test", site.Port), path, new(), Ct));

        Assert.Equal(OutboundFault.Broken, failed.Fault);
        Assert.False(File.Exists(path));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_byte_a_second_ends_soon_and_silence_ends_at_the_deadline()
    {
        foreach (var trickles in (bool[])[true, false])
        {
            var time = new SteppedTime();
            await using var site = new LoopbackServer(async (_, stream) =>
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"u8.ToArray());
                while (trickles)
                {
                    await stream.WriteAsync("x"u8.ToArray());
                    time.Advance(TimeSpan.FromSeconds(1));
                    await Task.Delay(50);
                }
                Assert.Equal(0, await stream.ReadAsync(new byte[1]));     // until the caller hangs up
            }, Public);
            using var http = new OutboundHttp(Allowing(site.Port), Resolving(_ => Public), time);
            await using var reply = await http.SendAsync(Get("site.test", site.Port), new(), Ct);
            var began = time.GetTimestamp();

            var reading = Assert.ThrowsAsync<OutboundFailed>(reply.ReadTextAsync);
            if (!trickles)
                time.Advance(TimeSpan.FromSeconds(60));

            Assert.Equal(OutboundFault.TooSlow, (await reading).Fault);
            if (trickles)
                Assert.InRange(time.GetElapsedTime(began).TotalSeconds, 10, 59);
            await reply.DisposeAsync();
        }
    }
}
