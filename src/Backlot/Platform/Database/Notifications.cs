using System.Threading.Channels;
using Npgsql;

namespace Backlot.Platform.Database;

/// <summary>One LISTEN connection a process, on the channel <c>backlot</c>; hands each message to whoever waits in this
/// process. A message can be lost while the connection is away, so every listener polls behind it.</summary>
public sealed class Notifications(DirectDatabase database, ILogger<Notifications> log) : BackgroundService
{
    private readonly Lock _gate = new();
    private readonly List<Channel<string>> _listeners = [];

    /// <summary>Called with each message as it comes, on the connection's own thread: be quick, and never throw. "reconnected"
    /// after every time that messages may have been lost.</summary>
    public event Action<string>? Heard;

    /// <summary>A queue of one: what comes while nobody reads is only remembered as "something came".</summary>
    public Listener Listen()
    {
        var channel = Channel.CreateBounded<string>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        lock (_gate)
            _listeners.Add(channel);
        return new(channel.Reader, () =>
        {
            lock (_gate)
                _listeners.Remove(channel);
        });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.Source.OpenConnectionAsync(stoppingToken);
                connection.Notification += (_, message) => Tell(message.Payload);
                await using (var listen = new NpgsqlCommand("listen backlot", connection))
                    await listen.ExecuteNonQueryAsync(stoppingToken);
                Tell("reconnected");
                while (true)
                    await connection.WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
            {
                log.LogWarning("The database's wake-up connection is away ({Reason}); trying again.", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Tell(string message)
    {
        Heard?.Invoke(message);
        lock (_gate)
            foreach (var listener in _listeners)
                listener.Writer.TryWrite(message);
    }
}

/// <summary>The database past any pooler; see <see cref="DatabaseServer.Direct"/>.</summary>
public sealed record DirectDatabase(NpgsqlDataSource Source);

/// <summary>Waits for the next message; dispose when done.</summary>
public sealed class Listener(ChannelReader<string> messages, Action leave) : IDisposable
{
    /// <summary>Returns at the next message, or after <paramref name="atMost"/> without one.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(atMost);
        try
        {
            await messages.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The poll behind the notification.
        }
    }

    public void Dispose() => leave();
}
