using System.Net;
using System.Net.Sockets;
using System.Text;
using Backlot.Platform;
using Backlot.Platform.Redis;
using Backlot.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Backlot.Tests.Platform.Redis;

public sealed class RedisStoreTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>So that a busy machine is not taken for a Redis that is away.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task What_is_kept_is_found_until_it_is_deleted()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var store = Store(redis.Address);
        var value = new byte[100_000];
        new Random(1).NextBytes(value);

        Assert.True(await store.SetAsync("a \r\n key", value, Minute, Ct));
        Assert.Equal(value, await store.GetAsync("a \r\n key", Ct));
        Assert.Null(await store.GetAsync("another", Ct));
        Assert.True(await store.DeleteAsync("a \r\n key", Ct));
        Assert.Null(await store.GetAsync("a \r\n key", Ct));
    }

    [Fact(Timeout = 60_000)]
    public async Task Many_callers_share_a_connection_and_each_gets_its_own_answer()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var store = Store(redis.Address);

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(async n =>
        {
            await store.SetAsync($"k{n}", Encoding.UTF8.GetBytes($"v{n}"), Minute, Ct);
            return Encoding.UTF8.GetString((await store.GetAsync($"k{n}", Ct))!);
        }));

        Assert.Equal(Enumerable.Range(0, 500).Select(n => $"v{n}"), answers);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_Redis_that_goes_away_is_a_miss_and_is_used_again_when_it_is_back()
    {
        await using var redis = await RedisProcess.StartAsync();
        var time = new ShiftedTime();
        await using var store = new RedisStore(redis.Address, time, NullLogger<RedisStore>.Instance) { Patience = Long };
        Assert.True(await store.SetAsync("key", [1], Minute, Ct));

        await redis.StopAsync();
        Assert.Null(await store.GetAsync("key", Ct));
        Assert.False(await store.SetAsync("key", [1], Minute, Ct));
        await redis.StartAgainAsync();
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.True(await store.SetAsync("key", [2], Minute, Ct));
        Assert.Equal([2], await store.GetAsync("key", Ct));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wrong_password_is_a_miss()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var store = Store(redis.Address with { Password = "wrong" });

        Assert.False(await store.SetAsync("key", [1], Minute, Ct));
        Assert.Null(await store.GetAsync("key", Ct));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("$99999999999\r\n")]
    [InlineData("$5\r\nabcdefg\r\n")]
    [InlineData("*2\r\n$1\r\na\r\n$1\r\nb\r\n")]
    [InlineData("-LOADING Redis is loading the dataset in memory\r\n")]
    public async Task Whatever_else_answers_or_does_not_is_a_miss(string said)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var other = AnswerAsync(listener, said);
        var address = new RedisAddress("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, false, null, null, 0);
        await using (var store = new RedisStore(address, TimeProvider.System, NullLogger<RedisStore>.Instance))
            Assert.Null(await store.GetAsync("key", Ct));

        listener.Stop();
        await other;
    }

    [Theory]
    [InlineData("redis://cache.lan", "cache.lan", 6379, false, null, null, 0)]
    [InlineData("redis://:s%40cret@127.0.0.1:7000/2", "127.0.0.1", 7000, false, null, "s@cret", 2)]
    [InlineData("rediss://me:word@cache.lan:6380", "cache.lan", 6380, true, "me", "word", 0)]
    public void An_address_is_read(string text, string host, int port, bool isEncrypted, string? user, string? password, int database) =>
        Assert.Equal(new(host, port, isEncrypted, user, password, database), RedisAddress.Parse(text));

    [Theory]
    [InlineData("cache.lan:6379")]
    [InlineData("http://cache.lan")]
    [InlineData("redis://:secret@cache.lan/x")]
    [InlineData("redis://:secret@cache.lan/0?tls=1")]
    public void Another_one_is_refused_without_its_password(string text) =>
        Assert.DoesNotContain("secret", Assert.Throws<StartFailed>(() => RedisAddress.Parse(text)).Message, StringComparison.Ordinal);

    private static RedisStore Store(RedisAddress address) => new(address, TimeProvider.System, NullLogger<RedisStore>.Instance) { Patience = Long };

    private static async Task AnswerAsync(TcpListener listener, string said)
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().ReadAtLeastAsync(new byte[1024], 1, throwOnEndOfStream: false);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(said));
            await client.GetStream().ReadAtLeastAsync(new byte[1024], 1, throwOnEndOfStream: false);
        }
        catch (Exception over) when (over is IOException or SocketException or ObjectDisposedException)
        {
            // The store has left.
        }
    }
}
