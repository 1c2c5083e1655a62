using System.CommandLine;
using Backlot.Library.Ingest;
using Backlot.Platform;
using Backlot.Platform.Http;
using Spectre.Console;

namespace Backlot.Cli;

/// <summary><c>ingest FOLDER</c>, or an address: brings media in and, with <c>--wait</c>, shows how far it is.</summary>
internal static class IngestCommand
{
    private const int MostReasons = 20;
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(400);

    public static Command Define()
    {
        Option<string?> url = CommonOptions.Url();
        Option<string?> data = CommonOptions.Data();
        Argument<string> what = new("FOLDER") { Description = "A folder on the server's machine, or an http(s) address of a file." };
        Option<bool> wait = new("--wait") { Description = "Show how far it is until all files are taken or refused." };
        Option<bool> watch = new("--watch") { Description = "Go on bringing in what is put there later." };
        Option<bool> flat = new("--flat") { Description = "Do not look into the folders in it." };
        var command = new Command("ingest", "Bring the media of a folder, or of an address, in.") { what, wait, watch, flat, url, data };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(url), parsed.GetValue(data), parsed.GetValue(what) ?? "",
            parsed.GetValue(wait), parsed.GetValue(watch), parsed.GetValue(flat), ct));
        return command;
    }

    private static async Task<int> RunAsync(string? url, string? data, string what, bool wait, bool watch, bool flat, CancellationToken ct)
    {
        using var client = await BacklotClient.ConnectAsync(url, data, start: true, ct);
        var isAddress = what.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || what.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        var ingest = isAddress
            ? await client.PostAsync<IngestView>("/api/ingest/url", new NewUrlIngest(what), ct)
            : await client.PostAsync<IngestView>("/api/ingest/local/folder", new NewFolderIngest(Path.GetFullPath(what), !flat, watch), ct);
        if (!wait)
        {
            Console.WriteLine($"{ingest.Location} is being brought in; ./backlot ingest {what} --wait would have shown how far it is.");
            Console.WriteLine($"Ask for {new Uri(client.Url, $"/api/ingest/{ingest.Id}")}");
            return 0;
        }
        ingest = await FollowAsync(() => client.GetAsync<IngestView>($"/api/ingest/{ingest.Id}", ct), ingest, ct);
        await TellAsync(client, ingest, ct);
        return ingest.Status == IngestView.Failed ? 1 : 0;
    }

    private static Task<IngestView> FollowAsync(Func<Task<IngestView>> read, IngestView ingest, CancellationToken ct) => Console.IsOutputRedirected
        ? LinesAsync(read, ingest, ct)
        : AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async bars =>
            {
                var bar = bars.AddTask(Words(ingest), maxValue: 1);
                for (; IsUnderWay(ingest); ingest = await AgainAsync(read, ct))
                    (bar.Description, bar.Value) = (Markup.Escape(Words(ingest)), Share(ingest));
                (bar.Description, bar.Value) = (Markup.Escape(Words(ingest)), 1);
                return ingest;
            });

    /// <summary>For a file or a pipe: a line for each tenth.</summary>
    private static async Task<IngestView> LinesAsync(Func<Task<IngestView>> read, IngestView ingest, CancellationToken ct)
    {
        for (var told = -1; IsUnderWay(ingest); ingest = await AgainAsync(read, ct))
            if ((int)(Share(ingest) * 10) is var tenth && tenth != told)
                Console.WriteLine($"{(told = tenth) * 10}%: {Words(ingest)}");
        return ingest;
    }

    private static async Task<IngestView> AgainAsync(Func<Task<IngestView>> read, CancellationToken ct)
    {
        await Task.Delay(Often, ct);
        return await read();
    }

    private static async Task TellAsync(BacklotClient client, IngestView ingest, CancellationToken ct)
    {
        Console.WriteLine($"{ingest.Found} file{(ingest.Found == 1 ? "" : "s")}: {ingest.Taken} new, {ingest.Known} known, {ingest.Refused} refused.");
        if (ingest.Error is { } error)
            Console.WriteLine(error);
        if (ingest.Refused == 0)
            return;
        var page = await client.GetAsync<Page<IngestFileView>>($"/api/ingest/{ingest.Id}/files?status=refused&limit={MostReasons}", ct);
        foreach (var file in page.Items)
            Console.WriteLine($"  {file.Path} {file.Reason}.");
        if (page.NextCursor is not null)
            Console.WriteLine($"  … and {ingest.Refused - page.Items.Count} more.");
    }

    /// <summary>A watched folder never ends: this is done when all that lies there is in.</summary>
    private static bool IsUnderWay(IngestView ingest) => ingest.Status == IngestView.Running;

    private static double Share(IngestView ingest) => ingest.Found == 0 ? 0 : 1 - (double)ingest.Waiting / ingest.Found;

    private static string Words(IngestView ingest) =>
        $"{ingest.Taken + ingest.Known} in, {ingest.Refused} refused, {ingest.Waiting} to go{(ingest.ScannedAt is null ? " and more" : "")}".PadRight(44);
}
