using System.Globalization;

namespace Backlot.Rendering.Cuts;

/// <summary>When the frames of a film are shown, around a part of it.</summary>
/// <param name="Seconds">Rising, from the start of the film's container; some before the part and some after it, too.</param>
/// <param name="KeySeconds">Of those frames, the ones that decoding can begin with.</param>
internal sealed record PartFrames(IReadOnlyList<double> Seconds, IReadOnlyList<double> KeySeconds)
{
    /// <summary>People and containers round times; so much too early is on time.</summary>
    private const double RoundingSeconds = 0.0015;

    /// <summary>So much before the beginning is read; more where the key frame must be known, which comes every ten seconds or so.</summary>
    private const double LeadSeconds = 0.5, LongLeadSeconds = 12;

    /// <summary>So much behind the end is read: pictures come in another order than they are shown in.</summary>
    private const double MarginSeconds = 2;

    /// <summary>When the frame that is seen at a time was shown first; the time itself where that frame stands longer than a step of the film, and
    /// where nothing is known.</summary>
    /// <param name="stepSeconds">Length of a frame of the film.</param>
    public double Moment(double seconds, double stepSeconds)
    {
        double? seen = null;
        foreach (var shown in Seconds)
        {
            if (seen is not null && shown > seconds + RoundingSeconds)
                break;
            seen = shown;
        }
        return seen is { } at && seconds - at < stepSeconds - RoundingSeconds ? at : seconds;
    }

    /// <summary>A little before the last key frame up to a time, from which decoding surely gives all frames from that time on.</summary>
    public double KeyBefore(double seconds) =>
        Math.Max(0, KeySeconds.Where(key => key <= seconds + RoundingSeconds).DefaultIfEmpty(0).Max() - LeadSeconds);

    /// <summary>Reads the times from the packets; nothing is decoded.</summary>
    /// <exception cref="MediaRefused">The file can't be read.</exception>
    public static async Task<PartFrames> ReadAsync(Ffmpeg ffmpeg, CutSource source, double inSeconds, double outSeconds, CancellationToken ct)
    {
        var from = Math.Max(0, inSeconds - (source.IsIndexed ? LeadSeconds : LongLeadSeconds)) + source.StartSeconds;
        var to = outSeconds + MarginSeconds + source.StartSeconds;
        var around = string.Create(CultureInfo.InvariantCulture, $"{from:0.######}%{to:0.######}");
        var near = await ListAsync(ffmpeg, source, ["-read_intervals", around], ct);
        // Not every container can be jumped in; then all of it is read.
        var begun = near is null || source.IsIndexed ? near?.Seconds : near.KeySeconds;
        return near is not null && begun is [var first, ..] && first <= inSeconds + RoundingSeconds
            ? near
            : await ReadAllAsync(ffmpeg, source, ct);
    }

    /// <summary>Reads those of a whole film, which will do for any part of it.</summary>
    /// <exception cref="MediaRefused">The file can't be read.</exception>
    public static async Task<PartFrames> ReadAllAsync(Ffmpeg ffmpeg, CutSource source, CancellationToken ct) =>
        await ListAsync(ffmpeg, source, [], ct) ?? new([], []);

    private static async Task<PartFrames?> ListAsync(Ffmpeg ffmpeg, CutSource source, string[] where, CancellationToken ct)
    {
        List<double> times = [], keys = [];
        try
        {
            await new Ffprobe(ffmpeg).ListAsync(source.Path, source.Format, line => Add(line, times, keys), ct,
                [.. where, "-select_streams", $"{source.StreamIndex}", "-show_entries", "packet=pts_time,flags"]);
        }
        catch (MediaRefused) when (where.Length > 0)
        {
            return null;
        }
        return new(Sorted(times), Sorted(keys));

        double[] Sorted(List<double> from) => [.. from.Select(time => time - source.StartSeconds).Order()];
    }

    // One line: pts_time=0.040000|flags=K_ ; D are packets that are decoded but never shown.
    private static void Add(string line, List<double> times, List<double> keys)
    {
        double? shown = null;
        var (isShown, isKey) = (true, false);
        foreach (var field in line.Split('|'))
            if (field.Split('=', 2) is [var name, var value])
            {
                if (name == "pts_time" && double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds))
                    shown = seconds;
                else if (name == "flags")
                    (isShown, isKey) = (!value.Contains('D'), value.Contains('K'));
            }
        if (isShown && shown is { } at)
        {
            times.Add(at);
            if (isKey)
                keys.Add(at);
        }
    }
}
