using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Backlot.Platform.Redis;

/// <summary>One connection that many callers share: commands are sent as they come, several in one packet, and replies are told in their order.
/// The first trouble ends it, and with it every command that waits.</summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly Channel<byte[]> _outgoing = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });
    private readonly ConcurrentQueue<TaskCompletionSource<byte[]?>> _waiting = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _order = new();
    private readonly Task _sending, _reading;
    private int _isDisposed;

    private RedisConnection(Stream stream)
    {
        _stream = stream;
        _sending = Task.Run(SendAsync);
        _reading = Task.Run(ReadAsync);
    }

    public bool IsOver => _end.IsCancellationRequested;

    /// <exception cref="Exception">Of sockets, streams, TLS, or <see cref="RedisTrouble"/>: it cannot be used.</exception>
    public static async Task<RedisConnection> OpenAsync(RedisAddress address, CancellationToken ct)
    {
        var connection = new RedisConnection(await ConnectAsync(address, ct));
        try
        {
            if (address.Password is { } password)
                await connection.AskAsync(ct, [.. (IEnumerable<string>)["AUTH"], .. address.User is { } user ? [user] : (string[])[], password]);
            if (address.Database > 0)
                await connection.AskAsync(ct, "SELECT", $"{address.Database}");
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="RedisTrouble">It refused.</exception>
    /// <exception cref="IOException">The connection ended before it answered.</exception>
    public Task<byte[]?> AskAsync(CancellationToken ct, params ReadOnlySpan<string> words)
    {
        var command = new byte[words.Length][];
        for (var i = 0; i < words.Length; i++)
            command[i] = Encoding.UTF8.GetBytes(words[i]);
        return AskAsync(command, ct);
    }

    /// <inheritdoc cref="AskAsync(CancellationToken, ReadOnlySpan{string})"/>
    public Task<byte[]?> AskAsync(byte[][] command, CancellationToken ct)
    {
        var answer = new TaskCompletionSource<byte[]?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_order)       // replies come in the order of commands
        {
            _waiting.Enqueue(answer);
            _outgoing.Writer.TryWrite(Encode(command));
        }
        if (IsOver)
            FailAll(new IOException("The connection ended."));
        return answer.Task.WaitAsync(ct);
    }

    /// <summary>Of several who saw its end, one ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        await _end.CancelAsync();
        await Task.WhenAll(_sending, _reading);
        await _stream.DisposeAsync();
        _end.Dispose();
    }

    private static async Task<Stream> ConnectAsync(RedisAddress address, CancellationToken ct)
    {
#pragma warning disable RS0030 // an address that only the administrator's setting names; users have no word in it
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, ct);
            var plain = new NetworkStream(socket, ownsSocket: true);
#pragma warning restore RS0030
            if (!address.IsEncrypted)
                return plain;
            var secure = new SslStream(plain);
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.Host }, ct);
            return secure;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static byte[] Encode(byte[][] command)
    {
        using var bytes = new MemoryStream(64 + command.Sum(word => word.Length + 16));
        bytes.Write(Encoding.ASCII.GetBytes($"*{command.Length}\r\n"));
        foreach (var word in command)
        {
            bytes.Write(Encoding.ASCII.GetBytes($"${word.Length}\r\n"));
            bytes.Write(word);
            bytes.Write("\r\n"u8);
        }
        return bytes.ToArray();
    }

    private Task SendAsync() => UntilTheEndAsync(async () =>
    {
        var packet = new MemoryStream();
        while (await _outgoing.Reader.WaitToReadAsync(_end.Token))
        {
            packet.SetLength(0);
            while (packet.Length < 64 << 10 && _outgoing.Reader.TryRead(out var command))
                packet.Write(command);
            await _stream.WriteAsync(packet.GetBuffer().AsMemory(0, (int)packet.Length), _end.Token);
            await _stream.FlushAsync(_end.Token);
        }
    });

    private Task ReadAsync() => UntilTheEndAsync(async () =>
    {
        var reader = new RespReader(_stream);
        while (true)
        {
            var reply = await reader.ReadAsync(_end.Token);
            if (!_waiting.TryDequeue(out var first))
                throw new RedisTrouble("it answered what nobody asked");
            if (reply.Error is { } error)
                first.TrySetException(new RedisTrouble(error));
            else
                first.TrySetResult(reply.Bytes);
        }
    });

    private async Task UntilTheEndAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception trouble) when (trouble is IOException or SocketException or RedisTrouble or OperationCanceledException or ObjectDisposedException)
        {
            await _end.CancelAsync();
            FailAll(trouble);
        }
    }

    private void FailAll(Exception trouble)
    {
        while (_waiting.TryDequeue(out var answer))
            answer.TrySetException(new IOException("The connection ended.", trouble));
    }
}
