using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Backlot.Platform;
using Backlot.Platform.Processes;

namespace Backlot.Benchmarks.Caches;

/// <summary>A redis-server of its own on a loopback port, that keeps nothing on disk; killed at the end.</summary>
internal sealed class BenchRedis : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);
    private readonly ChildProcess _process;
    private readonly int _port;

    private BenchRedis(ChildProcess process, int port) => (_process, _port) = (process, port);

    public string Url => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{_port}");

    public static async Task<BenchRedis> StartAsync(string folder, CancellationToken ct)
    {
        var port = FreePort();
        var redis = new BenchRedis(ChildProcess.Start(new("redis-server", "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1",
            "--save", "", "--appendonly", "no", "--dir", folder)), port);
        for (var began = TimeProvider.System.GetTimestamp(); !await AnswersAsync(port, ct); await Task.Delay(25, ct))
            if (redis._process.HasExited || TimeProvider.System.GetElapsedTime(began) > StartLimit)
            {
                await redis.DisposeAsync();
                throw new StartFailed("redis-server did not start: install Debian's package redis-server.");
            }
        return redis;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken ct)
    {
        try
        {
            using var probe = new TcpClient();
            await probe.ConnectAsync(IPAddress.Loopback, port, ct);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
