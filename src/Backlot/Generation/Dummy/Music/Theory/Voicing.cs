namespace Backlot.Generation.Dummy.Music.Theory;

/// <summary>Voice leading: each chord takes the inversion that moves the voices least from the chord before.</summary>
internal sealed class Voicing(int lowest, int highest, int voices)
{
    private int[]? _previous;

    /// <summary>Ascending pitches within the range; the same chord again keeps its voicing.</summary>
    public int[] Next(Chord chord)
    {
        var best = Candidates(chord).MinBy(Cost) ?? chord.Ladder(lowest, voices);
        _previous = best;
        return best;
    }

    private IEnumerable<int[]> Candidates(Chord chord)
    {
        var wanted = Math.Min(voices, chord.Tones.Count);
        for (var start = lowest; start <= highest - 7; start++)
        {
            if (!chord.Has(start))
                continue;
            var close = chord.Ladder(start, voices);
            if (close[^1] <= highest && close.Select(Scale.PitchClass).Distinct().Count() >= wanted)
                yield return close;

            // Open position: every second tone of the ladder, which is what a string section would play.
            var open = chord.Ladder(start, (2 * voices) - 1).Where((_, i) => i % 2 == 0).ToArray();
            if (open[^1] <= highest && open.Select(Scale.PitchClass).Distinct().Count() >= wanted)
                yield return open;
        }
    }

    private double Cost(int[] pitches)
    {
        var middle = (lowest + highest) / 2.0;
        var cost = 0.25 * Math.Abs(pitches.Average() - middle);
        for (var i = 0; i < pitches.Length; i++)
        {
            cost += _previous is null ? 0 : Math.Abs(pitches[i] - _previous[i]);
            // Seconds low in the register turn to mud.
            if (i > 0 && pitches[i] - pitches[i - 1] <= 2)
                cost += pitches[i] < 57 ? 6 : 1.5;
        }
        return cost;
    }
}
