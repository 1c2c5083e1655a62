using Backlot.Cli;
using Backlot.Jobs;
using Backlot.Jobs.Queues;
using Backlot.Jobs.Workers;
using Backlot.Platform.Http;

namespace Backlot.Tests.Cli;

public sealed class TopViewTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    private static readonly QueueView
        Empty = new("render", false, null, 0, 0, 0, null, 1, 3, 0),
        Full = new("generate", true, 4, 12, 5, 2, 95, 0, 0, 1);

    [Fact]
    public void Queues_jobs_and_workers_stand_below_their_titles()
    {
        var lines = Lines(Snapshot([Full, Empty], Jobs(1), [Worker(2)]));

        Assert.StartsWith("12 ready, 2 running, 5 waiting, 1 failed in the last hour   http://127.0.0.1:7070, ", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            ["QUEUE                READY      OLDEST  RUNNING  WAITING  FAILED/H  WORKERS  READY, LAST MINUTE",
                "generate   paused       12  1 min 35 s   2 of 4        5         1     none  █",
                "render                   0                    0        0         0        1",
                "",
                "RUNNING    DONE                          FOR  TRY  JOB                                   NOTE",
                "test.kind  ████████········  50%  1 min 30 s  2/3  00000000-0000-0000-0000-000000000001  half of it",
                "",
                "WORKER  BUSY                       UP FOR      SEEN  QUEUES",
                "here:1  ████████········  2/4  2 h 30 min   1 s ago  render, generate"],
            lines[2..]);
    }

    [Fact]
    public void The_last_minute_is_drawn_two_seconds_a_character()
    {
        var view = new TopView(new("http://127.0.0.1:7070"));
        foreach (var ready in (int[])[0, 0, 1, 8, 0, 4, 16, 2])
            view.Lines(Snapshot([Empty with { Ready = ready }], [], []), 200, 50, isPlain: true);

        var line = view.Lines(Snapshot([Empty with { Ready = 16 }], [], []), 200, 50, isPlain: true)[3].TrimEnd();

        Assert.EndsWith("   ▄▂██", line, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_room_is_counted_and_nothing_is_longer_or_wider_than_the_terminal()
    {
        var lines = Lines(Snapshot([Full, Empty], Jobs(40), [Worker(1), Worker(2)]), width: 60, height: 24);

        Assert.Equal(24, lines.Count);
        Assert.Contains("and 28 more", lines);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 60));
        Assert.Equal(12, lines.Count(line => line.StartsWith("test.kind", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_terminal_gets_colours_that_end_where_they_should()
    {
        var lines = new TopView(new("http://127.0.0.1:7070")).Lines(Snapshot([Full], Jobs(1), null), 120, 40, isPlain: false);

        Assert.Contains(lines, line => line.Contains("\e[30;43m paused \e[0m", StringComparison.Ordinal));
        Assert.Contains("\e[90mq quits\e[0m", lines);
        Assert.All(lines, line => Assert.Equal(line.Split("\e[0m").Length - 1, line.Split("\e[").Length - 1 - (line.Split("\e[0m").Length - 1)));
    }

    [Fact]
    public void Where_nothing_runs_and_nobody_works_that_is_said()
    {
        var lines = Lines(Snapshot([Empty], [], []));
        var toMember = Lines(Snapshot([Empty], [], null));

        Assert.Contains("Nothing of yours runs.", lines);
        Assert.Contains("No worker lives: nothing is run.", lines);
        Assert.DoesNotContain("No worker lives: nothing is run.", toMember);
    }

    [Fact]
    public void A_server_that_is_away_is_said_below_what_was_last_known()
    {
        var lines = new TopView(new("http://127.0.0.1:7070"))
            .Lines(Snapshot([Full], [], null) with { Trouble = "The server does not answer." }, 120, 40, isPlain: false);

        Assert.Equal("\e[31mThe server does not answer.\e[0m", lines[^1]);
        Assert.Contains(lines, line => line.Contains("generate", StringComparison.Ordinal));
    }

    private static List<string> Lines(TopSnapshot now, int width = 200, int height = 50) =>
        [.. new TopView(new("http://127.0.0.1:7070")).Lines(now, width, height, isPlain: true).Select(line => line.TrimEnd())];

    private static TopSnapshot Snapshot(QueueView[] queues, JobView[] running, WorkerView[]? workers) => new(queues, new(running, null), workers, Now);

    private static WorkerView Worker(int running) => new(Guid.Empty, "here", 1, ["render", "generate"], 4, running, Now.AddMinutes(-150), 0.6);

    private static JobView[] Jobs(int count) => [.. Enumerable.Range(1, count).Select(n => new JobView(
        Guid.Parse($"00000000-0000-0000-0000-{n:D12}"), "test.kind", "generate", "running", 5, null, 0.5f, "half of it", 2, 3, 0, null, null, null,
        Now, Now, Now.AddSeconds(-90), null))];
}
