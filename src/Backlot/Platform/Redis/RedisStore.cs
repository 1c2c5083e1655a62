using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Backlot.Platform.Redis;

/// <summary>Keeps small values in a Redis for a while. Nothing here is an error: a Redis that is away, slow, wrong or full has simply not kept
/// what it is asked for. After a trouble it is left alone for a second, so that nobody waits for it twice.</summary>
/// <remarks>A client of our own because no other can be had here; it knows three commands.</remarks>
public sealed class RedisStore(RedisAddress address, TimeProvider time, ILogger<RedisStore> log) : IAsyncDisposable
{
    private static readonly TimeSpan LeftAlone = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _connecting = new(1);
    private RedisConnection? _connection;
    private DateTimeOffset _notBefore;
    private bool _isAway;

    /// <summary>How long anything may take, a connection included. Default: 250 ms.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <returns>Null when there is none.</returns>
    public Task<byte[]?> GetAsync(string key, CancellationToken ct) => AskAsync([Bytes("GET"), Bytes(key)], ct);

    /// <param name="lifetime">At least a millisecond.</param>
    /// <returns>False: it was not kept.</returns>
    public async Task<bool> SetAsync(string key, byte[] value, TimeSpan lifetime, CancellationToken ct) => await AskAsync(
        [Bytes("SET"), Bytes(key), value, Bytes("PX"), Bytes(((long)lifetime.TotalMilliseconds).ToString(CultureInfo.InvariantCulture))], ct) is not null;

    /// <returns>False: it may still be there.</returns>
    public async Task<bool> DeleteAsync(string key, CancellationToken ct) => await AskAsync([Bytes("DEL"), Bytes(key)], ct) is not null;

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
            await connection.DisposeAsync();
        _connecting.Dispose();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private async Task<byte[]?> AskAsync(byte[][] command, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        RedisConnection? connection = null;
        try
        {
            connection = await ConnectionAsync(patience.Token);
            return connection is null ? null : await connection.AskAsync(command, patience.Token);
        }
        catch (RedisTrouble refused) when (connection is { IsOver: false })
        {
            Tell(refused.Message);      // of this command; the connection is as good as before
            return null;
        }
        catch (Exception trouble) when (!ct.IsCancellationRequested
            && trouble is IOException or SocketException or RedisTrouble or OperationCanceledException or AuthenticationException or ObjectDisposedException)
        {
            _notBefore = time.GetUtcNow() + LeftAlone;
            if (connection is not null && Interlocked.CompareExchange(ref _connection, null, connection) == connection)
                await connection.DisposeAsync();
            Tell(trouble is OperationCanceledException ? "it takes too long" : trouble.Message);
            return null;
        }
    }

    private async ValueTask<RedisConnection?> ConnectionAsync(CancellationToken ct)
    {
        if (_connection is { IsOver: false } ready)
            return ready;
        if (time.GetUtcNow() < _notBefore)
            return null;
        await _connecting.WaitAsync(ct);
        try
        {
            if (_connection is { IsOver: false } made)
                return made;
            if (time.GetUtcNow() < _notBefore)
                return null;
            var old = _connection;
            _connection = await RedisConnection.OpenAsync(address, ct);
            if (old is not null)
                await old.DisposeAsync();
            if (_isAway)
                log.LogInformation("The Redis at {Address} is back.", address);
            _isAway = false;
            return _connection;
        }
        catch
        {
            _notBefore = time.GetUtcNow() + LeftAlone;      // before the others who wait have their turn: they do not try at once
            throw;
        }
        finally
        {
            _connecting.Release();
        }
    }

    private void Tell(string why)
    {
        if (_isAway)
            return;
        _isAway = true;
        log.LogWarning("The Redis at {Address} cannot be used ({Reason}); the cache does without it until it can.", address, why);
    }
}
