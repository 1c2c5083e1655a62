namespace Backlot.Channels.Prompts;

/// <summary>Tempo, key and energy (0 still, 1 busiest) of one track.</summary>
internal sealed record MusicStep(int TempoBpm, string Key, double Energy);

/// <summary>The course of an album: it opens easily, is busiest before the middle and winds down to its end.</summary>
internal static class MusicArc
{
    /// <summary>Where the busiest track lies, as a part of the album.</summary>
    private const double Peak = 0.4;

    /// <summary>A step smaller than this is not heard as another tempo.</summary>
    private const int SmallestTempoStep = 2;

    public static MusicStep[] Draw(SoundWorld sound, Moods moods, int count, PromptRandom random)
    {
        var (slowest, fastest) = TempoRange(sound, moods);
        var keys = Keys(sound, moods);
        var steps = new MusicStep[count];
        var home = random.NextIndex(keys.Length);
        var (key, beforeKey) = (home, home);
        for (var i = 0; i < count; i++)
        {
            var energy = Math.Clamp(Energy((double)i / (count - 1)) + 0.16 * (random.NextUnit() - 0.5), 0, 1);
            var tempo = (int)Math.Round(slowest + (fastest - slowest) * energy);
            if (i > 0)
            {
                tempo = Apart(tempo, steps[i - 1].TempoBpm, slowest, fastest);
                // Neither back and forth between two keys, nor home one track too early.
                var barred = i == count - 2 ? home : beforeKey;
                (beforeKey, key) = (key, i == count - 1 ? home : NextKey(key, barred, keys.Length, random));
            }
            steps[i] = new(tempo, keys[key], energy);
        }
        return steps;
    }

    private static double Energy(double position) => position < Peak
        ? 0.4 + 0.5 * position / Peak
        : 0.9 - 0.85 * (position - Peak) / (1 - Peak);

    /// <summary>Calm moods take the slower two thirds of the family's range, lively ones the faster.</summary>
    private static (int Slowest, int Fastest) TempoRange(SoundWorld sound, Moods moods)
    {
        var third = (sound.FastestBpm - sound.SlowestBpm) / 3;
        return moods.Pace switch
        {
            < 0 => (sound.SlowestBpm, sound.FastestBpm - third),
            > 0 => (sound.SlowestBpm + third, sound.FastestBpm),
            _ => (sound.SlowestBpm, sound.FastestBpm),
        };
    }

    private static string[] Keys(SoundWorld sound, Moods moods)
    {
        string[] fitting = moods.Brightness switch
        {
            < 0 => [.. sound.Keys.Where(key => !IsBright(key))],
            > 0 => [.. sound.Keys.Where(IsBright)],
            _ => sound.Keys,
        };
        return fitting.Length >= 3 ? fitting : sound.Keys;
    }

    private static bool IsBright(string key) =>
        key.EndsWith("major", StringComparison.Ordinal) || key.EndsWith("lydian", StringComparison.Ordinal)
        || key.EndsWith("mixolydian", StringComparison.Ordinal) || key.EndsWith("pentatonic", StringComparison.Ordinal);

    private static int Apart(int tempo, int previous, int slowest, int fastest)
    {
        if (Math.Abs(tempo - previous) >= SmallestTempoStep)
            return tempo;
        var step = tempo <= previous ? -SmallestTempoStep : SmallestTempoStep;
        return previous + step < slowest || previous + step > fastest ? previous - step : previous + step;
    }

    /// <summary>One or two places along the family's list: a related key, never this one nor the barred one.</summary>
    private static int NextKey(int key, int barred, int keys, PromptRandom random)
    {
        int[] related = [.. new[] { 1, 2, keys - 1, keys - 2 }.Select(step => (key + step) % keys).Distinct()
            .Where(next => next != key && next != barred)];
        return random.Pick(related);
    }
}
