using System.Globalization;
using Backlot.Rendering.Signals;

namespace Backlot.Rendering.Cuts;

/// <summary>Encodes stretches of a film: H.264 of the film's size and pace, each beginning with a key frame.</summary>
internal sealed class CutPictures(Ffmpeg ffmpeg, RenderCache cache, CutList film, int parameterNumber)
{
    /// <summary>Changes whenever the same stretch would come out otherwise.</summary>
    private const string Recipe = "cut/2";

    /// <summary>A frame that lies just between two of the film's belongs to the later one, however its time is rounded; in frames.</summary>
    private const double Bias = 0.02;

    /// <summary>Of each encoder; stretches are encoded side by side.</summary>
    private static readonly int Threads = Math.Clamp(Environment.ProcessorCount / 2, 1, 4);

    /// <param name="onFrames">Told how many of its frames are there.</param>
    /// <exception cref="FfmpegFailed">A source can't be decoded.</exception>
    public Task<CachedFile> EncodeAsync(Stretch stretch, Action<double> onFrames, CancellationToken ct)
    {
        var (inputs, filter) = stretch switch
        {
            Stretch.Encoded one => One(one),
            Stretch.Mixed two => Two(two),
            _ => throw new ArgumentException("What is copied is not encoded.", nameof(stretch)),
        };
        FfmpegArguments To(string target) => new(inputs, target) { Threads = Threads, OutputOptions = [.. filter, .. Encoder(stretch.Frames)], Muxer = "nut" };
        var key = $"{Recipe} {stretch.Frames} {string.Join(' ', SourcesOf(stretch))} {string.Join(' ', To("").ToList())}";
        return cache.GetOrMakeAsync(key, ".nut", (temp, making) =>
            ffmpeg.RunAsync(To(temp), seconds => onFrames(seconds * film.FrameRate.Value), feed: null, making), ct);
    }

    private static IEnumerable<string> SourcesOf(Stretch stretch) =>
        stretch is Stretch.Mixed two ? [two.Before.Source.Sha256, two.After.Source.Sha256] : stretch is Stretch.Encoded one ? [one.Part.Source.Sha256] : [];

    private (FfmpegInput[] Inputs, FfmpegOption[] Filter) One(Stretch.Encoded stretch)
    {
        var (input, chain) = Chain(stretch.Part, stretch.From);
        return ([input], [new("filter_complex", $"[0:{stretch.Part.Source.StreamIndex}]{chain},{Filled}[film]"), new("map", "[film]")]);
    }

    // Both chains have one frame more at their front, which is the first part alone; so each that is kept is a mixture.
    private (FfmpegInput[] Inputs, FfmpegOption[] Filter) Two(Stretch.Mixed stretch)
    {
        var more = stretch.Frames + 1;
        var (before, beforeChain) = Chain(stretch.Before, stretch.Before.BodyTo - 1);
        var (after, afterChain) = Chain(stretch.After, 0);
        var seconds = (more / film.FrameRate.Value).ToString("0.######", CultureInfo.InvariantCulture);
        return ([before, after],
        [
            new("filter_complex",
                $"[0:{stretch.Before.Source.StreamIndex}]{beforeChain},{Filled},trim=end_frame={more}[before];"
                + $"[1:{stretch.After.Source.StreamIndex}]{afterChain},tpad=start=1:start_mode=clone,{Filled},trim=end_frame={more}[after];"
                + $"[before][after]xfade=transition=fade:duration={seconds}:offset=0,trim=start_frame=1,setpts=PTS-STARTPTS,format=yuv420p[film]"),
            new("map", "[film]"),
        ]);
    }

    // A source that ends too early stands still on its last frame.
    private static string Filled => "tpad=stop_mode=clone:stop=-1";

    /// <summary>Frames of a part from one on, in the film's pace, size and colours; the first at time 0.</summary>
    private (FfmpegInput Input, string Chain) Chain(PlannedPart part, int from)
    {
        var rate = film.FrameRate;
        var wanted = part.FirstSeconds + from / rate.Value;
        var seek = SeekOf(part, wanted);
        FfmpegOption[] options = seek > 0 ? [new("ss", seek)] : [];
        var shift = (long)Math.Round((Bias / rate.Value - wanted - part.Source.StartSeconds) * 1e6);
        return (new(part.Source.Format, part.Source.Path) { Options = options },
            string.Create(CultureInfo.InvariantCulture, $"settb=AVTB,setpts=PTS+({shift}),fps={rate}:round=near:start_time=0,")
            + FootageFilter.Ordinary(part.Source.Facts) + Shape(part) + ",format=yuv420p");
    }

    /// <summary>A time just before the frame that is to be seen at the wanted one, so that it is the first that comes out; earlier where a jump may
    /// miss. What comes out too early is left out by the filter.</summary>
    private double SeekOf(PlannedPart part, double wanted)
    {
        var step = 1 / film.FrameRate.Value;
        var times = part.Frames.Seconds;
        var shown = -1;
        while (shown + 1 < times.Count && times[shown + 1] < wanted + (0.5 - Bias) * step)
            shown++;
        var at = shown < 0 ? wanted : times[shown];
        if (!part.Source.IsIndexed)
            return part.Frames.KeyBefore(at);
        var before = shown > 0 ? (at + times[shown - 1]) / 2 : at - step / 2;
        return Math.Round(Math.Max(0, before), 6);
    }

    private string Shape(PlannedPart part)
    {
        var (cut, facts) = (part.Part, part.Source.Facts);
        var (width, height) = (facts.Width ?? film.Width, facts.Height ?? film.Height);
        var (across, down) = ((double)film.Width / width, (double)film.Height / height);
        var matrix = facts.Colour?.Space is null or "bt709" || facts.Colour.IsHdr ? "" : ":out_color_matrix=bt709";
        var range = facts.Colour?.Range == "pc" || facts.PixelFormat?.StartsWith("yuvj", StringComparison.Ordinal) == true ? ":out_range=tv" : "";
        if (cut.Fit is Fit.Letterbox)
        {
            var (w, h) = (Even(width * Math.Min(across, down), film.Width), Even(height * Math.Min(across, down), film.Height));
            var (left, top) = ((film.Width - w) / 4 * 2, (film.Height - h) / 4 * 2);
            return $"{FootageFilter.Scale(w, h)}{matrix}{range},pad={film.Width}:{film.Height}:{left}:{top}:black,setsar=1";
        }
        var (wide, high) = (Even(width * Math.Max(across, down), int.MaxValue), Even(height * Math.Max(across, down), int.MaxValue));
        (wide, high) = (Math.Max(wide, film.Width), Math.Max(high, film.Height));
        return $"{FootageFilter.Scale(wide, high)}{matrix}{range},crop={film.Width}:{film.Height}:"
            + $"{Corner(cut.FocusX, wide, film.Width)}:{Corner(cut.FocusY, high, film.Height)},setsar=1";
    }

    private static int Even(double length, int most) => Math.Min(most, Math.Max(2, (int)Math.Round(length / 2) * 2));

    private static int Corner(double focus, int whole, int window) => (int)Math.Clamp(focus * whole - window / 2.0, 0, whole - window) / 2 * 2;

    private FfmpegOption[] Encoder(int frames) =>
    [
        // The times of the file itself: where ffmpeg would count from depends on which of its streams are read.
        new("copyts"), new("avoid_negative_ts", "disabled"), new("frames:v", frames), new("fps_mode", "passthrough"),
        new("c:v", "libx264"), new("preset", "veryfast"), new("crf", 18), new("profile:v", "high"),
        new("g", (int)Math.Round(film.FrameRate.Value * 2)), new("x264-params", $"sps-id={parameterNumber}:force-cfr=1"),
        new("color_primaries", "bt709"), new("color_trc", "bt709"), new("colorspace", "bt709"), new("color_range", "tv"),
        // With its parameter sets before each key frame, as they lie in a stream.
        new("bsf:v", "dump_extra"), new("map_metadata", "-1"), new("flags:v", "+bitexact"), new("fflags", "+bitexact"),
    ];
}
