using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform.Http;

namespace Backlot.Cli;

/// <summary>Waits for a render and tells how far it is.</summary>
internal static class RenderFollow
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(300);

    /// <returns>The render, completed or failed.</returns>
    public static async Task<RenderView> FollowAsync(BacklotClient client, RenderView render, CancellationToken ct)
    {
        for (var told = ""; render.Status is not ("completed" or "failed"); render = await client.GetAsync<RenderView>($"/api/renders/{render.Id}", ct))
        {
            await Task.Delay(Often, ct);
            var jobs = await client.GetAsync<Page<JobView>>($"/api/jobs?subject={render.Id}", ct);
            if (jobs.Items is not [var job, ..] || job.ProgressNote is not { } note)
                continue;
            var words = $"{(int)(job.Progress * 10) * 10}%: {note.Split(' ')[0]}";
            if (words != told)
                Console.WriteLine($"{(int)(job.Progress * 100)}%: {note}");
            told = words;
        }
        return render;
    }

    /// <summary>A number of a render's metadata; 0 if it is not told.</summary>
    public static int Number(RenderView render, string name) => render.Metadata.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
}
