using System.CommandLine;
using Backlot.Jobs;
using Backlot.Jobs.Queues;
using Backlot.Jobs.Workers;
using Backlot.Platform;
using Backlot.Platform.Http;

namespace Backlot.Cli;

/// <summary><c>jobs top</c>: the queues, what runs and who runs it, as they are now, again every second.</summary>
internal static class JobsTopCommand
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private const int PlainWidth = 200;

    /// <summary>See no-color.org.</summary>
    private static readonly bool NoColour = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };

    public static Command Define()
    {
        Option<string?> url = CommonOptions.Url();
        Option<string?> data = CommonOptions.Data();
        var top = new Command("top", "Watch queues, running jobs and workers; q ends it. Printed once when the output is no terminal.") { url, data };
        top.SetAction((parsed, ct) => WatchAsync(parsed.GetValue(url), parsed.GetValue(data), ct));
        return top;
    }

    private static async Task<int> WatchAsync(string? url, string? data, CancellationToken ct)
    {
        using var client = await BacklotClient.ConnectAsync(url, data, start: false, ct);
        var first = await ReadAsync(client, ct);
        var view = new TopView(client.Url);
        if (Console.IsOutputRedirected)
        {
            foreach (var line in view.Lines(first, PlainWidth, int.MaxValue, isPlain: true))
                Console.WriteLine(line.TrimEnd());
            return 0;
        }
        using var screen = new FullScreen(ct);
        for (var now = first; !screen.Ended.IsCancellationRequested;)
        {
            var (width, height) = FullScreen.Size;
            FullScreen.Show(view.Lines(now, width, height, isPlain: NoColour));
            await screen.WaitAsync(Every);
            now = await ReadAgainAsync(client, now, screen.Ended);
        }
        return 0;
    }

    /// <summary>A server that is away for a moment is no reason to stop watching.</summary>
    private static async Task<TopSnapshot> ReadAgainAsync(BacklotClient client, TopSnapshot last, CancellationToken ct)
    {
        try
        {
            return await ReadAsync(client, ct);
        }
        catch (StartFailed away)
        {
            return last with { Trouble = away.Message };
        }
        catch (OperationCanceledException)
        {
            return last;
        }
    }

    private static async Task<TopSnapshot> ReadAsync(BacklotClient client, CancellationToken ct) => new(
        (await client.GetAsync<QueueList>("/api/queues", ct)).Items,
        await client.GetAsync<Page<JobView>>("/api/jobs?status=running&limit=100", ct),
        await WorkersAsync(client, ct),
        TimeProvider.System.GetUtcNow());

    /// <returns>Null for somebody who is no admin.</returns>
    private static async Task<IReadOnlyList<WorkerView>?> WorkersAsync(BacklotClient client, CancellationToken ct)
    {
        try
        {
            return (await client.GetAsync<WorkerList>("/api/workers", ct)).Items;
        }
        catch (StartFailed refused) when (refused.InnerException is null)
        {
            return null;
        }
    }
}

/// <summary>What was read at one moment.</summary>
/// <param name="Workers">Null when the reader may not see them.</param>
/// <param name="Trouble">Why it is not from just now.</param>
internal sealed record TopSnapshot(
    IReadOnlyList<QueueView> Queues, Page<JobView> Running, IReadOnlyList<WorkerView>? Workers, DateTimeOffset At, string? Trouble = null);
