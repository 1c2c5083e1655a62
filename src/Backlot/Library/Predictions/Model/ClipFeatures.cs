using System.Text.Json;
using Backlot.Library.Clips;
using Backlot.Library.Footage;

namespace Backlot.Library.Predictions.Model;

/// <summary>What a model is told of a clip.</summary>
internal static class ClipFeatures
{
    /// <summary>Stands for silence: below whatever can be heard, in LUFS.</summary>
    private const double SilenceLufs = -60;

    private static readonly IReadOnlyDictionary<string, Func<Clip, ClipSignals, double>> All = new Dictionary<string, Func<Clip, ClipSignals, double>>
    {
        ["hook"] = (clip, _) => ScoreOf(clip.HookStrength),
        ["novelty"] = (clip, _) => ScoreOf(clip.NoveltyScore),
        ["psychology"] = (clip, _) => ScoreOf(clip.PsychologyScore),
        ["scene"] = (clip, _) => clip.SceneScore ?? 0,
        ["durationLog"] = (clip, _) => Math.Log(clip.EndTime - clip.StartTime),
        ["brightness"] = (_, signals) => signals.Brightness,
        ["contrast"] = (_, signals) => signals.Contrast,
        ["saturation"] = (_, signals) => signals.Saturation,
        ["warmth"] = (_, signals) => signals.Warmth,
        ["motionMean"] = (_, signals) => signals.MotionMean,
        ["motionPeak"] = (_, signals) => signals.MotionPeak,
        ["motionOnset"] = (_, signals) => Math.Min(signals.MotionOnsetSeconds, 10),
        ["loudness"] = (_, signals) => signals.LoudnessLufs.Average(lufs => Math.Max(lufs ?? SilenceLufs, SilenceLufs)),
    };

    /// <summary>In the order in which models take them. A change of names or of their order is a new <see cref="ModelVersion"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Keys];

    /// <returns>Null when the clip has no scores yet.</returns>
    public static IReadOnlyDictionary<string, double>? Of(Clip clip) =>
        clip.CompositeScore is not null && ClipSignals.Read(clip.Signals) is { } signals
            ? All.ToDictionary(feature => feature.Key, feature => Math.Round(feature.Value(clip, signals), 6))
            : null;

    public static string Write(IReadOnlyDictionary<string, double> features) => JsonSerializer.Serialize(features, JsonSerializerOptions.Web);

    /// <summary>As <see cref="Write"/> wrote them, in the order of <see cref="Names"/>.</summary>
    /// <returns>Null for those of a model that knew others.</returns>
    public static double[]? Read(string json)
    {
        var kept = JsonSerializer.Deserialize<Dictionary<string, double>>(json, JsonSerializerOptions.Web) ?? [];
        return Names.All(kept.ContainsKey) ? [.. Names.Select(name => kept[name])] : null;
    }

    private static double ScoreOf(string? json)
    {
        if (json is null)
            return 0;
        using var score = JsonDocument.Parse(json);
        return score.RootElement.TryGetProperty("score", out var value) ? value.GetDouble() : 0;
    }
}
