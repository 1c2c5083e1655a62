using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Backlot.Tests.Platform.Outbound;

/// <summary>A server on a loopback address that answers with whatever bytes a test wants.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<string, NetworkStream, Task> _answer;
    private readonly Task _serving;
    private readonly List<string> _requests = [];
    private readonly CancellationTokenSource _ended = new();

    /// <param name="answer">Given the request's head; the connection is closed when it returns.</param>
    /// <param name="address">One of 127.0.0.0/8.</param>
    /// <param name="port">0 for a free one.</param>
    public LoopbackServer(Func<string, NetworkStream, Task> answer, string address = "127.0.0.1", int port = 0)
    {
        _answer = answer;
        _listener = new(IPAddress.Parse(address), port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync();
    }

    /// <summary>Answers all with the same text.</summary>
    public static LoopbackServer Saying(string reply, string address = "127.0.0.1", int port = 0) =>
        new((_, stream) => stream.WriteAsync(Encoding.ASCII.GetBytes(reply)).AsTask(), address, port);

    public static string Ok(string body) => $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";

    public static string SendOn(string location, int status = 302) => $"HTTP/1.1 {status} Elsewhere\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    public int Port { get; }

    /// <summary>The heads of all requests, so far.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _ended.CancelAsync();
        await _serving;
        _ended.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(AnswerAsync(await _listener.AcceptTcpClientAsync()));
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
            try
            {
                var stream = client.GetStream();
                var head = new StringBuilder();
                var one = new byte[1];
                while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1)
                    head.Append((char)one[0]);
                // A client may open a connection more than it needs in the end.
                if (head.Length == 0)
                    return;
                lock (_requests)
                    _requests.Add(head.ToString());
                await _answer(head.ToString(), stream);
                // What was not read when a connection is closed breaks it off, and the answer with it: a caller may send its body yet.
                client.Client.Shutdown(SocketShutdown.Send);
                var rest = new byte[1 << 16];
                while (await stream.ReadAsync(rest, _ended.Token) > 0)
                {
                }
            }
            catch (Exception hungUp) when (hungUp is IOException or SocketException or OperationCanceledException)
            {
                // As the caller should, sooner or later.
            }
    }
}
