using System.Net;
using System.Net.Sockets;
using Backlot.Platform.Processes;
using Backlot.Platform.Redis;

namespace Backlot.Tests.Platform.Redis;

/// <summary>A real redis-server on a free loopback port, with a password, that keeps nothing on disk.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    public const string Password = "correct horse";
    private ChildProcess _process;

    private RedisProcess(int port, ChildProcess process) => (Port, _process) = (port, process);

    public int Port { get; }
    public RedisAddress Address => new("127.0.0.1", Port, false, null, Password, 3);
    public string Url => $"redis://:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}/3";

    public static async Task<RedisProcess> StartAsync()
    {
        int port;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        var redis = new RedisProcess(port, Launch(port));
        await redis.ReadyAsync();
        return redis;
    }

    public async Task StopAsync()
    {
        _process.SendSignal(ProcessSignal.Kill);
        await _process.WaitForExitAsync();
        await _process.DisposeAsync();
    }

    public async Task StartAgainAsync()
    {
        _process = Launch(Port);
        await ReadyAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static ChildProcess Launch(int port) => ChildProcess.Start(new("redis-server",
        "--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--requirepass", Password, "--daemonize", "no", "--dir", Path.GetTempPath()));

    private async Task ReadyAsync()
    {
        for (var tries = 0; ; tries++)
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (tries < 200 && !_process.HasExited)
            {
                await Task.Delay(25);
            }
    }
}
