namespace Backlot.Library.Scores;

/// <summary>What a shot is likely to feel like, from its colours, its motion and its sound. What is shown and said is not known here.</summary>
/// <param name="Mood">The quarter of Russell's circumplex (1980) that it lies in: excited, calm, tense or subdued; <c>neutral</c> near its middle.</param>
/// <param name="Valence">-1 (unpleasant) to 1 (pleasant).</param>
/// <param name="Arousal">-1 (sleepy) to 1 (awake).</param>
/// <param name="Dominance">-1 to 1; dark colours overpower.</param>
/// <param name="Because">In words.</param>
/// <param name="Evidence">What the three were made of.</param>
public sealed record EmotionData(string Mood, double Valence, double Arousal, double Dominance, string Because, IReadOnlyDictionary<string, double> Evidence)
{
    private const double Middle = 0.1;

    /// <summary>Colour by the regressions of Valdez and Mehrabian (1994, "Effects of color on emotions", J. Exp. Psychol. Gen. 123), on
    /// brightness and saturation from -1 to 1; their pleasure is called valence here, and warm colours add a little to it. Arousal is
    /// half that of colour and half what motion and sound give.</summary>
    internal static EmotionData Of(ShotInFilm shot)
    {
        var (brightness, saturation) = (2 * shot.Signals.Brightness - 1, 2 * shot.Signals.Saturation - 1);
        var valence = Math.Clamp(0.69 * brightness + 0.22 * saturation + 0.2 * shot.Signals.Warmth, -1, 1);
        var measured = 2 * PsychologyScore.Arousal(shot).Share - 1;
        var arousal = Math.Clamp((-0.31 * brightness + 0.60 * saturation) / 2 + measured / 2, -1, 1);
        var dominance = Math.Clamp(-0.76 * brightness + 0.32 * saturation, -1, 1);
        var mood = (valence, arousal) switch
        {
            _ when Math.Abs(valence) < Middle && Math.Abs(arousal) < Middle => "neutral",
            ( >= 0, >= 0) => "excited",
            ( >= 0, _) => "calm",
            (_, >= 0) => "tense",
            _ => "subdued",
        };
        return new(mood, Round(valence), Round(arousal), Round(dominance), FormattableString.Invariant(
            $"It is {(brightness > 0 ? "light" : "dark")} and {(saturation > 0 ? "colourful" : "pale")}, {(measured > 0 ? "with much" : "with little")} motion and sound: {mood}."),
            new Dictionary<string, double>
            {
                ["brightness"] = Round(shot.Signals.Brightness), ["saturation"] = Round(shot.Signals.Saturation), ["warmth"] = Round(shot.Signals.Warmth),
                ["motionAndSound"] = Round(measured),
            });
    }

    private static double Round(double value) => Scores.Evidence.Round(value);
}
