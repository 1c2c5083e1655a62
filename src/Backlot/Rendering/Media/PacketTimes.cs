using System.Globalization;

namespace Backlot.Rendering;

/// <summary>What the times of a file's packets tell: its true length, and whether its frames come evenly.</summary>
/// <param name="videoIndex">The stream of pictures.</param>
/// <param name="headPackets">After so many comes another stretch of the file, if the file is that long; its pace is not judged, and
/// neither is what lies between.</param>
internal sealed class PacketTimes(int videoIndex, int headPackets = int.MaxValue)
{
    /// <summary>Packets come in decoding order; so far ahead may one be of its neighbours in time.</summary>
    private const int MostReordered = 16;

    /// <summary>Evenness is judged by no more frames than these.</summary>
    private const int MostJudged = 2000;

    /// <summary>Containers round times to a millisecond; a real change of pace is more than this and this share.</summary>
    private const double RoundingSeconds = 0.0021, PaceShare = 0.2;

    private readonly List<double> pictures = [];
    private double first = double.MaxValue, end = double.MinValue, lastStart = double.MinValue, lastDuration;
    private int packets;

    /// <summary>From the first packet of any stream to the end of the last; null if no packet has a time.</summary>
    public double? DurationSeconds =>
        end < first ? null
        // Of a single picture, or of one without a length of its own, the pace is all there is.
        : Math.Max(end, lastDuration == 0 && MedianSeconds() is { } step ? lastStart + step : end) - first;

    /// <summary>Frames a second, measured; null for fewer than two frames.</summary>
    public double? MeanRate
    {
        get
        {
            var sorted = Sorted();
            if (sorted.Count < 2)
                return null;
            // Without the first step, as below, where there are others.
            var from = sorted.Count > 3 ? 1 : 0;
            return sorted[^1] > sorted[from] ? (sorted.Count - 1 - from) / (sorted[^1] - sorted[from]) : null;
        }
    }

    public bool IsVariable
    {
        get
        {
            // The first step may be off: some muxers wait there for the sound.
            var steps = Steps().Skip(1).ToList();
            if (steps.Count < 2)
                return false;
            var median = steps.Order().ElementAt(steps.Count / 2);
            return steps.Any(step => Math.Abs(step - median) > Math.Max(RoundingSeconds, median * PaceShare));
        }
    }

    /// <summary>Takes one line of ffprobe's compact form: <c>stream_index=0|pts_time=0.040000|…</c></summary>
    public void Add(string line)
    {
        packets++;
        int index = -1;
        double? shown = null, decoded = null, duration = null;
        foreach (var field in line.Split('|'))
            if (field.Split('=', 2) is [var name, var value])
                switch (name)
                {
                    case "stream_index": index = int.TryParse(value, out var i) ? i : -1; break;
                    case "pts_time": shown = Seconds(value); break;
                    case "dts_time": decoded = Seconds(value); break;
                    case "duration_time": duration = Seconds(value); break;
                }
        if ((shown ?? decoded) is not { } start)
            return;
        first = Math.Min(first, start);
        end = Math.Max(end, start + (duration ?? 0));
        if (index != videoIndex)
            return;
        if (start > lastStart)
            (lastStart, lastDuration) = (start, duration ?? 0);
        if (pictures.Count < MostJudged && packets <= headPackets)
            pictures.Add(start);
    }

    private double? MedianSeconds() =>
        Steps() is { Count: > 0 } steps ? steps.Order().ElementAt(steps.Count / 2) : null;

    private List<double> Steps()
    {
        var sorted = Sorted();
        return [.. sorted.Zip(sorted.Skip(1), (a, b) => b - a)];
    }

    // The last ones may lack neighbours that come after them in the file. Of a film of few packets the tail was read twice.
    private List<double> Sorted()
    {
        var isAll = pictures.Count < MostJudged && packets <= headPackets;
        var whole = isAll || pictures.Count <= 2 * MostReordered ? pictures : pictures.Take(pictures.Count - MostReordered);
        return [.. whole.Distinct().Order()];
    }

    private static double? Seconds(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) ? seconds : null;
}
