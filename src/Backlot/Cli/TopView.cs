using System.Globalization;
using Backlot.Jobs;
using Backlot.Jobs.Queues;
using Backlot.Jobs.Workers;

namespace Backlot.Cli;

/// <summary>Draws what <c>jobs top</c> shows: a line of sums, the queues with their last minute, what runs, who works.</summary>
internal sealed class TopView(Uri server)
{
    private const int BarWidth = 16, HistoryLength = 60, LeastRunning = 3;
    private const string Steps = "▁▂▃▄▅▆▇█";

    private readonly Dictionary<string, List<int>> _ready = [];

    /// <param name="now">What is to be shown; the numbers of ready jobs are remembered for the next time.</param>
    /// <param name="width">Characters.</param>
    /// <param name="height">Lines; running jobs that have no room are counted instead.</param>
    /// <param name="isPlain">Without colours, and without what only a terminal can do.</param>
    public List<string> Lines(TopSnapshot now, int width, int height, bool isPlain)
    {
        if (now.Trouble is null)
            Remember(now.Queues);
        List<IEnumerable<Inked>> above = [Head(now), [], .. Queues(now.Queues), []];
        List<IEnumerable<Inked>> below = now.Workers is { } workers ? [[], .. Workers(workers, now.At)] : [];
        if (!isPlain)
            below.AddRange([[], [now.Trouble is { } trouble ? new(trouble, Ink.Red) : new("q quits", Ink.Grey)]]);
        var room = Math.Max(LeastRunning, height - above.Count - below.Count - 2);
        return [.. above.Concat(Running(now, room)).Concat(below).Take(height).Select(line => InkedText.Line(line, width, isPlain))];
    }

    private IEnumerable<Inked> Head(TopSnapshot now)
    {
        var failed = now.Queues.Sum(queue => queue.FailedLastHour);
        return
        [
            new($"{now.Queues.Sum(queue => queue.Ready)}", Ink.Bold), " ready, ", new($"{now.Queues.Sum(queue => queue.Running)}", Ink.Bold), " running, ",
            new($"{now.Queues.Sum(queue => queue.Waiting)}", Ink.Bold), " waiting, ", new($"{failed}", failed > 0 ? Ink.Red : Ink.Bold), " failed in the last hour   ",
            new($"{server.GetLeftPart(UriPartial.Authority)}, {now.At.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}", Ink.Grey),
        ];
    }

    private IEnumerable<IEnumerable<Inked>> Queues(IReadOnlyList<QueueView> queues)
    {
        var table = new InkedTable("QUEUE", "", "  READY", "     OLDEST", " RUNNING", " WAITING", " FAILED/H", " WORKERS", "READY, LAST MINUTE");
        foreach (var queue in queues)
            table.Add(
                [new(queue.Name, Ink.Bold)],
                queue.Paused ? [new(" paused ", Ink.Marked)] : [],
                [new($"{queue.Ready}", queue.Ready > 0 ? Ink.Bold : Ink.Grey)],
                [queue.OldestReadySeconds is { } seconds ? Duration.Text(TimeSpan.FromSeconds(seconds)) : ""],
                [new($"{queue.Running}", queue.Running > 0 ? Ink.Yellow : Ink.Grey), new(queue.MostRunning is { } most ? $" of {most}" : "", Ink.Grey)],
                [new($"{queue.Waiting}", queue.Waiting > 0 ? Ink.Plain : Ink.Grey)],
                [new($"{queue.FailedLastHour}", queue.FailedLastHour > 0 ? Ink.Red : Ink.Grey)],
                [queue.Workers > 0 ? new Inked($"{queue.Workers}") : new("none", Ink.Red)],
                [new(Sparkline(_ready.GetValueOrDefault(queue.Name) ?? []), Ink.Blue)]);
        return table.Lines();
    }

    private static IEnumerable<IEnumerable<Inked>> Running(TopSnapshot now, int room)
    {
        if (now.Running.Items.Count == 0)
            return [[new("Nothing of yours runs.", Ink.Grey)]];
        var table = new InkedTable("RUNNING", "DONE", " ", "        FOR", " TRY", "JOB", "NOTE");
        // Who began first ends first, mostly: so the lines keep their places.
        foreach (var job in now.Running.Items.OrderBy(job => job.StartedAt).ThenBy(job => job.Id).Take(room))
            table.Add(
                [new(job.Kind, Ink.Bold)],
                Bar(job.Progress),
                [$"{(int)(job.Progress * 100)}%"],
                [job.StartedAt is { } started ? Duration.Text(now.At - started) : ""],
                [$"{job.Attempt}/{job.MaxAttempts}"],
                [new(job.Id.ToString(), Ink.Grey)],
                [job.ProgressNote ?? ""]);
        var hidden = now.Running.Items.Count - room;
        return hidden <= 0 && now.Running.NextCursor is null
            ? table.Lines()
            : table.Lines().Append([new($"and {(now.Running.NextCursor is null ? $"{hidden}" : "many")} more", Ink.Grey)]);
    }

    private static IEnumerable<IEnumerable<Inked>> Workers(IReadOnlyList<WorkerView> workers, DateTimeOffset now)
    {
        if (workers.Count == 0)
            return [[new("No worker lives: nothing is run.", Ink.Red)]];
        var table = new InkedTable("WORKER", "BUSY", " ", "     UP FOR", "     SEEN", "QUEUES");
        foreach (var worker in workers)
            table.Add(
                [new($"{worker.Host}:{worker.ProcessId}", Ink.Bold)],
                Bar((double)worker.Running / worker.Slots),
                [$"{worker.Running}/{worker.Slots}"],
                [Duration.Text(now - worker.StartedAt)],
                [Duration.Text(TimeSpan.FromSeconds(Math.Round(worker.SilentSeconds))) + " ago"],
                [string.Join(", ", worker.Queues)]);
        return table.Lines();
    }

    private static Inked[] Bar(double fraction)
    {
        var (full, empty) = Bars.Of(fraction, BarWidth);
        return [new(full, Ink.Green), new(empty, Ink.Grey)];
    }

    private void Remember(IReadOnlyList<QueueView> queues)
    {
        foreach (var queue in queues)
        {
            if (!_ready.TryGetValue(queue.Name, out var seen))
                _ready[queue.Name] = seen = [];
            seen.Add(queue.Ready);
            if (seen.Count > HistoryLength)
                seen.RemoveAt(0);
        }
    }

    /// <summary>Two seconds a character, newest last; the highest of them has the full height, and nothing ready shows nothing.</summary>
    private static string Sparkline(List<int> seen)
    {
        var most = Math.Max(1, seen.DefaultIfEmpty().Max());
        return new string([.. seen.Chunk(2).Select(pair => pair.Max()).Select(count =>
            count == 0 ? ' ' : Steps[(int)Math.Ceiling((double)count * Steps.Length / most) - 1])]);
    }
}
