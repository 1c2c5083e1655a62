using System.CommandLine;
using System.Globalization;
using Backlot.Jobs;
using Backlot.Jobs.Attempts;
using Backlot.Platform.Http;
using Spectre.Console;

namespace Backlot.Cli;

/// <summary><c>jobs show ID</c>: what a job is, how far it came, what it waits for, and each of its runs.</summary>
internal static class JobsShowCommand
{
    public static Command Define()
    {
        Option<string?> url = CommonOptions.Url();
        Option<string?> data = CommonOptions.Data();
        Argument<Guid> id = new("ID") { Description = "A job." };
        var show = new Command("show", "Tell all about a job: its state, what it waits for, and each of its runs.") { id, url, data };
        show.SetAction((parsed, ct) => ShowAsync(parsed.GetValue(url), parsed.GetValue(data), parsed.GetValue(id), ct));
        return show;
    }

    private static async Task<int> ShowAsync(string? url, string? data, Guid id, CancellationToken ct)
    {
        using var client = await BacklotClient.ConnectAsync(url, data, start: false, ct);
        var job = await client.GetAsync<JobView>($"/api/jobs/{id}", ct);
        var attempts = (await client.GetAsync<AttemptList>($"/api/jobs/{id}/attempts", ct)).Items;
        var earlier = (await client.GetAsync<Page<JobView>>($"/api/jobs?waitedForBy={id}&limit=200", ct)).Items;
        var story = Story(job, earlier, TimeProvider.System.GetUtcNow());
        if (Console.IsOutputRedirected)
            Print(story, attempts);
        else
            Draw(job, story, attempts);
        return 0;
    }

    /// <summary>What there is to say of the job itself, and nothing that there is not.</summary>
    private static List<(string Label, string Text)> Story(JobView job, IReadOnlyList<JobView> earlier, DateTimeOffset now)
    {
        List<(string, string)> story =
        [
            ("Job", job.Id.ToString()),
            ("Kind", job.Kind),
            ("State", job.Status),
            ("Queue", $"{job.Queue}, priority {job.Priority}"),
            ("Attempts", $"{job.Attempt} of {job.MaxAttempts}"),
            ("Added", When(job.CreatedAt, now)),
        ];
        if (job.Subject is { } subject)
            story.Insert(3, ("Works on", subject.ToString()));
        if (job.Status is "queued" or "parked" && job.WaitingOn == 0)
            story.Add(("Next run", job.RunAt > now ? $"{Clock(job.RunAt)}, in {Duration.Text(job.RunAt - now)}" : "as soon as a slot is free"));
        if (job.Status == "running" && job.StartedAt is { } started)
            story.Add(("Runs for", Duration.Text(now - started)));
        if (job.CompletedAt is { } completed)
            story.Add(("Ended", When(completed, now)));
        foreach (var part in earlier.Reverse().Where(part => part.Status != "completed"))
            story.Add(("Waits for", $"{part.Id} {part.Kind}, {part.Status}{(part.Status == "running" ? $" {part.Progress:0%}" : "")}"));
        if (earlier.Count(part => part.Status == "completed") is > 0 and var done)
            story.Add(("Waited for", $"{done} {(done == 1 ? "job" : "jobs")} that completed"));
        if (job.Status is "running" or "parked" || (job.Progress > 0 && job.Status != "completed"))
            story.Add(("Progress", $"{job.Progress:0%}{(job.ProgressNote is { } note ? ", " + note : "")}"));
        if (job.Error is { } error)
            story.Add((job.Status is "failed" or "cancelled" ? "Reason" : "Last error", error));
        if (job.Checkpoint is { } checkpoint && job.CompletedAt is null)
            story.Add(("Goes on from", checkpoint.GetRawText()));
        if (job.Result is { } result)
            story.Add(("Result", result.GetRawText()));
        return story;
    }

    private static void Print(List<(string Label, string Text)> story, IReadOnlyList<AttemptView> attempts)
    {
        foreach (var (label, text) in story)
            Console.WriteLine($"{label}\t{text}");
        foreach (var run in attempts)
            Console.WriteLine($"Run\t{run.Attempt}\t{run.Worker}\t{run.StartedAt:O}\t{Lasted(run)}\t{run.Outcome}\t{run.Reason}");
    }

    private static void Draw(JobView job, List<(string Label, string Text)> story, IReadOnlyList<AttemptView> attempts)
    {
        AnsiConsole.WriteLine();
        var facts = new Grid().AddColumn(new GridColumn().NoWrap().Padding(2, 0, 2, 0)).AddColumn();
        foreach (var (label, text) in story)
            facts.AddRow($"[grey]{label}[/]", label switch
            {
                "State" => $"[bold {JobColours.Of(job.Status)}]{text}[/]",
                "Reason" or "Last error" => $"[{(job.Status == "failed" ? "red" : "yellow")}]{Markup.Escape(text)}[/]",
                "Progress" => $"{Bars.Markup(job.Progress, 24)} {Markup.Escape(text)}",
                _ => Markup.Escape(text),
            });
        AnsiConsole.Write(facts);
        AnsiConsole.WriteLine();
        if (attempts.Count > 0)
            AnsiConsole.Write(Runs(attempts));
        else
            AnsiConsole.MarkupLine("  [grey]No worker has begun it yet.[/]");
    }

    private static Table Runs(IReadOnlyList<AttemptView> attempts)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("Try").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("Worker"));
        table.AddColumn(new TableColumn("Started").NoWrap());
        table.AddColumn(new TableColumn("Lasted").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("Outcome").NoWrap());
        table.AddColumn(new TableColumn("Reason"));
        foreach (var run in attempts)
            table.AddRow($"{run.Attempt}", Markup.Escape(run.Worker), run.StartedAt is { } started ? Clock(started) : "?", Lasted(run),
                $"[{JobColours.Of(run.Outcome)}]{run.Outcome}[/]", Markup.Escape(run.Reason ?? ""));
        return table;
    }

    private static string Lasted(AttemptView run) => run.StartedAt is { } started
        ? Duration.Text((run.EndedAt ?? TimeProvider.System.GetUtcNow()) - started)
        : "?";

    private static string When(DateTimeOffset at, DateTimeOffset now) => $"{Clock(at)}, {Duration.Text(now - at)} ago";

    private static string Clock(DateTimeOffset at) => at.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
