using Backlot.Studio.Formats;

namespace Backlot.Studio.Projects;

/// <summary>Makes the beats of a format into the first scenes of a project.</summary>
internal static class Layout
{
    private const double Shortest = 0.5, Longest = 3600;

    /// <param name="project">Not saved yet, or under its lock.</param>
    /// <param name="targetSeconds">How long the film is to be: each beat gets its share. Null: as the format suggests.</param>
    public static List<Scene> Of(FormatTemplate format, Project project, double? targetSeconds, DateTimeOffset now)
    {
        var beats = format.BeatStructure.OrderBy(b => b.Sequence).ToList();
        var stretch = targetSeconds is { } target && beats.Sum(b => b.SuggestedDurationSeconds) is > 0 and var whole ? target / whole : 1;
        var keys = OrderKey.Fresh(beats.Count);
        return [.. beats.Select((beat, place) => new Scene
        {
            ProjectId = project.Id,
            UserId = project.UserId,
            OrderKey = keys[place],
            Beat = beat.Name,
            Prompt = beat.PromptStarter.Trim(),
            Parameters = new(),
            DurationSeconds = Math.Round(Math.Clamp(beat.SuggestedDurationSeconds * stretch, Shortest, Longest), 2),
            UpdatedAt = now,
        })];
    }
}
