namespace Backlot.Studio.Prompts;

/// <summary>Something that goes on, and the scene that said so last.</summary>
/// <param name="Scene">Its number, from 1.</param>
internal sealed record GoesOn(string Word, int Scene);

/// <summary>Time of day and weather as they go on from scene to scene, until one says otherwise or begins another time or place.</summary>
/// <param name="Time">Null when the scene says it itself, or nobody did.</param>
/// <param name="Weather">Null when the scene says it itself, or nobody did.</param>
internal sealed record Continuity(GoesOn? Time, GoesOn? Weather)
{
    /// <summary>What was said longer ago is forgotten.</summary>
    private const int Remembered = 50;

    /// <param name="earlier">The words of the scenes before, in their order.</param>
    public static Continuity Of(string prompt, IReadOnlyList<string> earlier)
    {
        if (PromptWords.JumpInTime(prompt))
            return new(null, null);
        // Back to where another time or place began, that scene still with it.
        var reach = earlier.Index().Reverse().Take(Remembered).ToList();
        var jump = reach.FindIndex(scene => PromptWords.JumpInTime(scene.Item));
        if (jump >= 0)
            reach = reach[..(jump + 1)];
        return new(Last(PromptWords.TimeOf), Last(PromptWords.WeatherOf));

        GoesOn? Last(Func<string, string?> told) => told(prompt) is not null ? null
            : reach.Where(scene => told(scene.Item) is not null).Select(scene => new GoesOn(told(scene.Item) ?? "", scene.Index + 1)).FirstOrDefault();
    }
}
