namespace Backlot.Generation.Caches.Predicted;

/// <summary>A part of a story as its format lays it out.</summary>
/// <param name="Sequence">From 1, in the story's order.</param>
/// <param name="Prompt">How a scene of it begins, in words for a prompt.</param>
public sealed record Beat(int Sequence, string Prompt);

/// <summary>What may come next.</summary>
/// <param name="Beat">Of the format.</param>
/// <param name="Probability">0..1; of all that may come they add up to 1 at most.</param>
public sealed record LikelyScene(Beat Beat, double Probability);

/// <summary>Guesses which beat of a format the next scene will be: nearly always the next one; some stay with theirs, some skip one. What a
/// user did before counts more the more there is of it.</summary>
public static class NextScenes
{
    /// <summary>What is believed before anything was seen, and how many steps of evidence that belief is worth.</summary>
    private const double Next = 0.7, Stay = 0.2, Skip = 0.1, Belief = 10;

    /// <param name="beats">Of the format, in any order.</param>
    /// <param name="current">Of the newest scene; null before the first.</param>
    /// <param name="steps">How far each step of the user's stories of this format went so far: 0 for another scene of the same beat, 1 for the next.</param>
    /// <param name="most">How many are wanted.</param>
    /// <returns>The most probable first; those of probability 0, and those past the end, are left out.</returns>
    public static IReadOnlyList<LikelyScene> After(IReadOnlyList<Beat> beats, int? current, IReadOnlyList<int> steps, int most)
    {
        var ordered = beats.OrderBy(b => b.Sequence).ToList();
        var at = current is { } here ? ordered.FindIndex(b => b.Sequence == here) : -1;
        if (current is not null && at < 0)
            return [];
        (int Step, double Prior)[] ways = [(1, Next), (0, Stay), (2, Skip)];
        return [.. ways
            .Where(s => at + s.Step >= 0 && at + s.Step < ordered.Count)
            .Select(s => new LikelyScene(ordered[at + s.Step], (s.Prior * Belief + steps.Count(x => x == s.Step)) / (Belief + steps.Count)))
            .OrderByDescending(s => s.Probability).Take(most)];
    }
}
