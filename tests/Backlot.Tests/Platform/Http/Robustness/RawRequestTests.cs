using System.Net.Sockets;
using System.Text;
using Backlot.Platform.Http.Robustness;
using Backlot.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Backlot.Tests.Platform.Http.Robustness;

/// <summary>What no client library would send, over a bare socket.</summary>
public sealed class RawRequestTests(TestCluster cluster, SharedServer shared) : IClassFixture<SharedServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("POST /test/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("POST /test/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}   ", 400)]
    [InlineData("POST /test/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST /test/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1e3\r\n\r\n", 400)]
    [InlineData("POST /test/echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("POST /test/echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("GET /livez HTTP/1.1\r\nHost : localhost\r\n\r\n", 400)]
    [InlineData("GET /livez HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n", 400)]
    [InlineData("GET /livez HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400)]
    [InlineData("GET /livez HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET http://evil.example/livez HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET /livez\0 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET /livez HTTP/9.9\r\nHost: localhost\r\n\r\n", 505)]
    public async Task A_request_that_two_readers_could_read_differently_is_refused_and_its_connection_closed(string request, int status)
    {
        var answer = await SendAsync(shared.Server, request);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("alive", answer, StringComparison.Ordinal);
        Assert.Single(answer.Split("HTTP/1.1 "), part => part.Length > 0);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("zz\r\n{}\r\n0\r\n\r\n")]
    [InlineData("-2\r\n{}\r\n0\r\n\r\n")]
    [InlineData("fffffffffffffffff\r\n{}\r\n0\r\n\r\n")]
    [InlineData("2\r\n{}X\r\n0\r\n\r\n")]
    public async Task A_chunk_of_a_bad_size_is_refused_and_its_connection_closed(string body)
    {
        var answer = await SendAsync(shared.Server, Signed(shared.Server,
            "POST /api/storyboards HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n") + body);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Single(answer.Split("HTTP/1.1 "), part => part.Length > 0);
    }

    [Fact(Timeout = 60_000)]
    public async Task Headers_and_addresses_that_are_too_long_are_refused_by_name()
    {
        Assert.StartsWith("HTTP/1.1 414 ", await SendAsync(shared.Server, $"GET /{new string('a', 9 << 10)} HTTP/1.1\r\nHost: localhost\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431 ", await SendAsync(shared.Server, $"GET /livez HTTP/1.1\r\nHost: localhost\r\nX: {new string('a', 100 << 10)}\r\n\r\n"), StringComparison.Ordinal);
        var many = string.Concat(Enumerable.Range(0, 200).Select(n => $"X{n}: a\r\n"));
        Assert.StartsWith("HTTP/1.1 431 ", await SendAsync(shared.Server, $"GET /livez HTTP/1.1\r\nHost: localhost\r\n{many}\r\n"), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("GET /livez HTTP/1.1\r\nHost: local", "408")]
    [InlineData("POST /api/storyboards HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n*\r\n{", "")]
    public async Task Who_sends_too_slowly_is_let_go(string begun, string status)
    {
        await using var server = await TestServer.StartAsync(cluster, services => services.PostConfigure<KestrelServerOptions>(kestrel =>
        {
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1);
            kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(1.1));
        }));
        using var socket = await ConnectAsync(server);
        await socket.SendAsync(Encoding.ASCII.GetBytes(begun.Replace("*\r\n", $"Authorization: Bearer {server.Token}\r\n\r\n", StringComparison.Ordinal)), Ct);

        var answer = await ReadAsync(socket);      // ends when the server closes the connection

        Assert.Contains(status, answer, StringComparison.Ordinal);
        Assert.DoesNotContain(" 200 ", answer, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_limits_are_those_that_are_promised()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var limits = server.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Equal(1 << 20, limits.MaxRequestBodySize);
        Assert.Equal(TimeSpan.FromSeconds(10), limits.RequestHeadersTimeout);
        Assert.Equal((240, TimeSpan.FromSeconds(5)), (limits.MinRequestBodyDataRate?.BytesPerSecond, limits.MinRequestBodyDataRate?.GracePeriod));
        Assert.Equal((ServerLimits.LongestLine, ServerLimits.LargestHeaders), (limits.MaxRequestLineSize, limits.MaxRequestHeadersTotalSize));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_thousand_idle_connections_keep_nobody_else_waiting()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var idle = new List<Socket>();
        try
        {
            for (var n = 0; n < 1000; n++)
                idle.Add(await ConnectAsync(server));

            for (var n = 0; n < 20; n++)
            {
                using var http = KeyedHttp.New(server.Http.BaseAddress!, server.Token);
                using var reply = await http.GetAsync(new Uri("/api/jobs", UriKind.Relative), Ct);
                Assert.True(reply.IsSuccessStatusCode);
            }
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }
    }

    private static string Signed(TestServer server, string head) => $"{head}Authorization: Bearer {server.Token}\r\n\r\n";

    private static async Task<string> SendAsync(TestServer server, string request)
    {
        using var socket = await ConnectAsync(server);
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(request), Ct);
        }
        catch (SocketException)
        {
            // It was refused before it was at its end.
        }
        return await ReadAsync(socket);
    }

    private static async Task<Socket> ConnectAsync(TestServer server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", server.Http.BaseAddress!.Port, Ct);
        return socket;
    }

    /// <summary>Until the server closes the connection.</summary>
    private static async Task<string> ReadAsync(Socket socket)
    {
        var (answer, part) = (new StringBuilder(), new byte[8192]);
        try
        {
            while (await socket.ReceiveAsync(part, Ct) is > 0 and var length)
                answer.Append(Encoding.Latin1.GetString(part, 0, length));
        }
        catch (SocketException)
        {
            // Closed while some of the request was still unread.
        }
        return answer.ToString();
    }
}
