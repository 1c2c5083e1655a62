using Backlot.Studio.Shots;
using Spectre.Console;

namespace Backlot.Cli;

/// <summary>Shows scenes being shot: bars in a terminal, a line for each quarter elsewhere.</summary>
internal static class ShotProgressBars
{
    /// <param name="scenes">Which.</param>
    /// <param name="read">Asks the server.</param>
    /// <param name="every">Between two questions.</param>
    /// <returns>In the same order; each completed, failed or cancelled.</returns>
    public static Task<ShotStatusView[]> FollowAsync(
        IReadOnlyList<OrderedScene> scenes, Func<OrderedScene, Task<ShotStatusView>> read, TimeSpan every, CancellationToken ct)
    {
        if (Console.IsOutputRedirected)
            return LinesAsync(scenes, read, every, ct);
        return AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(bars =>
            {
                var all = scenes.Select(scene => bars.AddTask($"Scene {scene.Number}", maxValue: 1)).ToList();
                return UntilEndAsync(scenes, read, every, (i, shot) => all[i].Value = shot.Progress, ct);
            });
    }

    private static Task<ShotStatusView[]> LinesAsync(
        IReadOnlyList<OrderedScene> scenes, Func<OrderedScene, Task<ShotStatusView>> read, TimeSpan every, CancellationToken ct)
    {
        var told = new int[scenes.Count];
        return UntilEndAsync(scenes, read, every, (i, shot) =>
        {
            var quarter = (int)(shot.Progress * 4);
            if (quarter > told[i])
                Console.WriteLine($"Scene {scenes[i].Number}: {quarter * 25}%");
            told[i] = quarter;
        }, ct);
    }

    private static async Task<ShotStatusView[]> UntilEndAsync(
        IReadOnlyList<OrderedScene> scenes, Func<OrderedScene, Task<ShotStatusView>> read, TimeSpan every, Action<int, ShotStatusView> tell, CancellationToken ct)
    {
        var shots = new ShotStatusView?[scenes.Count];
        while (shots.Any(shot => shot?.Status is not ("completed" or "failed" or "cancelled")))
        {
            await Task.Delay(every, ct);
            for (var i = 0; i < scenes.Count; i++)
            {
                if (shots[i]?.Status is "completed" or "failed" or "cancelled")
                    continue;
                var shot = await read(scenes[i]);
                tell(i, shot);
                shots[i] = shot;
            }
        }
        return [.. shots.OfType<ShotStatusView>()];
    }
}
