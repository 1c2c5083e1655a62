using Backlot.Channels;
using Spectre.Console;

namespace Backlot.Cli;

/// <summary>Shows an album being made: bars in a terminal, a line for each change of phase or tenth elsewhere.</summary>
internal static class AlbumProgressBars
{
    /// <param name="read">Asks the server.</param>
    /// <param name="album">As it was when it was ordered.</param>
    /// <param name="every">Between two questions.</param>
    /// <returns>The album, completed or failed.</returns>
    public static Task<VideoJobView> FollowAsync(Func<Task<VideoJobView>> read, VideoJobView album, TimeSpan every, CancellationToken ct) =>
        Console.IsOutputRedirected ? LinesAsync(read, album, every, ct) : BarsAsync(read, album, every, ct);

    private static Task<VideoJobView> BarsAsync(Func<Task<VideoJobView>> read, VideoJobView album, TimeSpan every, CancellationToken ct) =>
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async bars =>
            {
                var (music, pictures, film) = (bars.AddTask("Music", maxValue: 1), bars.AddTask("Pictures", maxValue: 1), bars.AddTask("Film", maxValue: 1));
                while (true)
                {
                    var progress = album.Progress;
                    Show(music, progress.Tracks, $"Music {progress.TracksDone} of 20");
                    Show(pictures, progress.Images, $"Pictures {progress.ImagesDone} of 20");
                    Show(film, progress.Render, progress.Note is { } note ? $"Film: {note}" : "Film");
                    if (HasEnded(album))
                        return album;
                    await Task.Delay(every, ct);
                    album = await read();
                }
            });

    private static async Task<VideoJobView> LinesAsync(Func<Task<VideoJobView>> read, VideoJobView album, TimeSpan every, CancellationToken ct)
    {
        var told = "";
        while (true)
        {
            var progress = album.Progress;
            var line = $"{album.Status}: {(int)(progress.Fraction * 10) * 10}%";
            if (line != told)
                Console.WriteLine($"{line} (music {progress.TracksDone}/20, pictures {progress.ImagesDone}/20{(progress.Note is { } note ? $", {note}" : "")})");
            told = line;
            if (HasEnded(album))
                return album;
            await Task.Delay(every, ct);
            album = await read();
        }
    }

    private static void Show(ProgressTask bar, double value, string words)
    {
        bar.Description = Markup.Escape(words.PadRight(36));
        // A bar that has not begun shows no running clock.
        if (value > bar.Value)
            bar.Value = value;
    }

    private static bool HasEnded(VideoJobView album) => album.Status is "completed" or "failed";
}
