using System.Text;
using Backlot.Platform.Outbound;
using static Backlot.Tests.Platform.Outbound.OutboundCalls;

namespace Backlot.Tests.Platform.Outbound;

/// <summary>What must not come twice comes once, whatever the connection does.</summary>
public sealed class OnceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task A_request_whose_answer_never_came_is_not_made_again()
    {
        var bodies = 0;
        await using var site = new LoopbackServer(async (head, stream) =>
        {
            await stream.ReadExactlyAsync(new byte[Length(head)]);
            Interlocked.Increment(ref bodies);
        }, Public);
        using var http = CallsTo(site.Port, _ => Public);

        var failed = await Assert.ThrowsAsync<OutboundFailed>(() => http.SendAsync(Order(site.Port), new() { ConnectTimeout = TimeSpan.FromSeconds(2) }, Ct));

        Assert.True(failed.Sent);
        Assert.Equal(1, bodies);
    }

    [Fact(Timeout = 30_000)]
    public async Task Each_has_a_connection_of_its_own_so_that_none_waits_on_one_that_is_long_gone()
    {
        await using var site = new LoopbackServer(async (head, stream) =>
        {
            await stream.ReadExactlyAsync(new byte[Length(head)]);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray());
            await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false);       // it stays open until the other side closes it
        }, Public);
        using var http = CallsTo(site.Port, _ => Public);

        for (var n = 0; n < 2; n++)
        {
            await using var reply = await http.SendAsync(Order(site.Port), new(), Ct);
            Assert.Equal("ok", await reply.ReadTextAsync());
        }

        Assert.Equal(2, site.Requests.Count);
    }

    private static OutboundRequest Order(int port) => new(HttpMethod.Post, $"http://site.test:{port}/orders")
    {
        Body = () => new ByteArrayContent(Encoding.UTF8.GetBytes("""{"prompt": "A lighthouse"}""")), IsOnce = true,
    };

    private static int Length(string head) => int.Parse(
        head.Split("\r\n").Single(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal))["Content-Length: ".Length..], System.Globalization.CultureInfo.InvariantCulture);
}
