using System.CommandLine;
using Backlot.Channels;
using Backlot.Jobs;
using Backlot.Jobs.Replays;
using Backlot.Platform;
using Backlot.Platform.Http;
using Spectre.Console;

namespace Backlot.Cli;

/// <summary><c>jobs</c>: what runs and what ran; <c>jobs show ID</c>, <c>jobs top</c>, <c>jobs cancel ID</c>, <c>jobs retry ID|--kind KIND</c>.</summary>
internal static class JobsCommand
{
    public static Command Define()
    {
        Option<string?> url = CommonOptions.Url();
        Option<string?> data = CommonOptions.Data();
        Option<string?> status = new("--status") { Description = "Only jobs in this state: queued, running, parked, completed, failed or cancelled." };
        Option<int> limit = new("--limit") { Description = "How many, 1 to 200.", DefaultValueFactory = _ => 30 };
        Argument<Guid> id = new("ID") { Description = "A job, or an album (all its jobs)." };

        var cancel = new Command("cancel", "End a job, or an album with all its jobs.") { id, url, data };
        cancel.SetAction((parsed, ct) => ActAsync(parsed.GetValue(url), parsed.GetValue(data), parsed.GetValue(id), "cancel", ct));
        Argument<Guid?> failed = new("ID") { Description = id.Description, Arity = ArgumentArity.ZeroOrOne };
        Option<string?> kind = new("--kind") { Description = "All failed jobs of this kind." };
        Option<string?> queue = new("--queue") { Description = "All failed jobs of this queue." };
        var retry = new Command("retry", "Run a failed job again, resume a failed album, or run all failed jobs of a kind or a queue again.") { failed, kind, queue, url, data };
        retry.SetAction((parsed, ct) => (parsed.GetValue(failed), parsed.GetValue(kind), parsed.GetValue(queue)) switch
        {
            ({ } one, null, null) => ActAsync(parsed.GetValue(url), parsed.GetValue(data), one, "retry", ct),
            (null, var ofKind, var ofQueue) when (ofKind ?? ofQueue) is not null => ReplayAsync(parsed.GetValue(url), parsed.GetValue(data), new(ofKind, ofQueue), ct),
            _ => throw new StartFailed("Say what to run again: a job's ID, or --kind KIND, or --queue QUEUE."),
        });
        var jobs = new Command("jobs", "List jobs, newest first.") { url, data, status, limit, JobsShowCommand.Define(), JobsTopCommand.Define(), cancel, retry };
        jobs.SetAction((parsed, ct) => ListAsync(parsed.GetValue(url), parsed.GetValue(data), parsed.GetValue(status), parsed.GetValue(limit), ct));
        return jobs;
    }

    private static async Task<int> ListAsync(string? url, string? data, string? status, int limit, CancellationToken ct)
    {
        using var client = await BacklotClient.ConnectAsync(url, data, start: false, ct);
        var page = await client.GetAsync<Page<JobView>>($"/api/jobs?limit={limit}{(status is null ? "" : "&status=" + Uri.EscapeDataString(status))}", ct);
        if (Console.IsOutputRedirected)
            foreach (var job in page.Items)
                Console.WriteLine($"{job.Id}\t{job.Kind}\t{job.Status}\t{job.Progress:0%}\t{Note(job)}");
        else
            Show(page);
        return 0;
    }

    private static void Show(Page<JobView> page)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("Job", "Kind", "Status", "Done", "Note");
        foreach (var job in page.Items)
            table.AddRow(job.Id.ToString(), Markup.Escape(job.Kind), $"[{JobColours.Of(job.Status)}]{job.Status}[/]", $"{job.Progress:0%}", Markup.Escape(Note(job)));
        if (page.Items.Count == 0)
            Console.WriteLine("There are no jobs.");
        else
            AnsiConsole.Write(table);
        if (page.NextCursor is not null)
            Console.WriteLine("There are more; see --limit.");
    }

    private static async Task<int> ActAsync(string? url, string? data, Guid id, string verb, CancellationToken ct)
    {
        using var client = await BacklotClient.ConnectAsync(url, data, start: false, ct);
        try
        {
            var job = await client.PostAsync<JobView>($"/api/jobs/{id}/{verb}", null, ct);
            Console.WriteLine($"{job.Kind}: {(verb == "cancel" && job.Status == "running" ? "is being cancelled" : job.Status)}");
        }
        catch (StartFailed notAJob) when (notAJob.Message == Refusal.NotFound().Message)
        {
            var album = await client.PostAsync<VideoJobView>($"/api/video-jobs/{id}/{(verb == "retry" ? "resume" : verb)}", null, ct);
            Console.WriteLine($"\"{album.Title}\": {(verb == "retry" ? "resumed" : "cancelled; ./backlot jobs retry resumes it")}");
        }
        return 0;
    }

    private static async Task<int> ReplayAsync(string? url, string? data, NewReplay wanted, CancellationToken ct)
    {
        using var client = await BacklotClient.ConnectAsync(url, data, start: false, ct);
        var replayed = await client.PostAsync<Replayed>("/api/jobs/retry", wanted, ct);
        Console.WriteLine($"{replayed.Retried} failed {(replayed.Retried == 1 ? "job is" : "jobs are")} queued again.");
        if (replayed.Refused > 0)
            Console.WriteLine($"{replayed.Refused} stay failed: another job does their work by now, or one that they wait for has failed.");
        return 0;
    }

    private static string Note(JobView job) => job.Error
        ?? (job.WaitingOn > 0 && job.Status == "queued" ? $"waits for {job.WaitingOn}" : job.Status == "running" ? job.ProgressNote ?? "" : "");
}
