using System.Text.Json;
using Backlot.Library.Clips;

namespace Backlot.Library.Scores;

/// <summary>Puts together what speaks for a clip's scores.</summary>
internal static class ScoreReasonsOf
{
    public static ScoreReasons Clip(Clip clip, ShotInFilm shot, ScoreWeights weights)
    {
        var (hook, psychology, scene) = (HookStrength.Of(shot), PsychologyScore.Of(shot), SceneScore.Of(shot));
        // It depends on the clips there were then, so it is told as it was.
        var novelty = clip.NoveltyScore is null ? null : JsonSerializer.Deserialize<Score>(clip.NoveltyScore, JsonSerializerOptions.Web);
        List<Evidence> parts = [Part("hook", weights.Hook, hook), Part("psychology", weights.Psychology, psychology), Part("scene", weights.Scene, scene)];
        if (novelty is not null)
            parts.Insert(1, Part("novelty", weights.Novelty, novelty));
        return new(hook, novelty, psychology, scene, EmotionData.Of(shot), Score.Of(parts));
    }

    private static Evidence Part(string name, double weight, Score score) =>
        new(name, score.Value, score.Value, weight, Evidence.Sentence($"{name} is {score.Value:0.00} and counts {weight:0.##}."));
}
