using System.Text.Json.Serialization;

namespace Backlot.Rendering.Cuts;

/// <summary>A film cut together from stretches of other films: which, in what order, and how each follows the one before.</summary>
/// <param name="Width">Pixels; even, 16 to 3840.</param>
/// <param name="Height">Pixels; even, 16 to 3840.</param>
/// <param name="FrameRate">Frames per second, 1 to 120, exact; all parts are brought to it.</param>
/// <param name="Parts">1 to <see cref="MostParts"/>, in order.</param>
public sealed record CutList(int Width, int Height, Rational FrameRate, IReadOnlyList<CutPart> Parts)
{
    public const int MostParts = 200;

    public const int MostVoices = 100;

    /// <summary>Longest film, in seconds: two hours.</summary>
    public const double MostSeconds = 2 * 3600;

    /// <summary>Longest crossfade, in seconds.</summary>
    public const double MostCrossfadeSeconds = 5;

    /// <summary>Null for a film with the sound of its parts alone.</summary>
    public CutMusic? Music { get; init; }

    /// <summary>Voices over the parts, each from its own moment on; at most <see cref="MostVoices"/>.</summary>
    public IReadOnlyList<CutVoice> Voices { get; init; } = [];

    /// <summary>By what is asked for; each part comes out within half a frame of it.</summary>
    [JsonIgnore]
    public double DurationSeconds => Parts.Sum(part => part.OutSeconds - part.InSeconds - part.CrossfadeSeconds);

    /// <summary>What cannot be rendered, each with the place it is at, such as <c>parts/3/out</c>; empty for a good list.</summary>
    public IEnumerable<CutFault> Faults()
    {
        if (!IsSide(Width) || !IsSide(Height))
            yield return new("aspect", $"The film is {Width} x {Height}; both must be even, from 16 to 3840.");
        if (FrameRate.Num <= 0 || FrameRate.Den <= 0 || FrameRate.Value is not (>= 1 and <= 120))
            yield return new("frameRate", "The frame rate must be 1 to 120.");
        if (Parts.Count is < 1 or > MostParts)
            yield return new("parts", $"The film has {Parts.Count} parts; it must have 1 to {MostParts}.");
        var faults = Enumerable.Range(0, Parts.Count).Select(FaultOf).OfType<CutFault>().ToList();
        foreach (var fault in faults)
            yield return fault;
        // Of parts that are wrong no sum is told.
        if (faults.Count > 0)
            yield break;
        if (DurationSeconds > MostSeconds)
            yield return new("parts", FormattableString.Invariant($"The film would last {DurationSeconds:0} s; the longest is {MostSeconds:0} s."));
        if (Voices.Count > MostVoices)
            yield return new("voices", $"The film has {Voices.Count} voices; at most {MostVoices} are mixed.");
        foreach (var (i, voice) in Voices.Index())
            if (!(voice.AtSeconds >= 0 && voice.AtSeconds < DurationSeconds))
                yield return new($"voices/{i}/atSeconds",
                    FormattableString.Invariant($"Voice {i + 1} would begin at {voice.AtSeconds:0.##} s; the film lasts {DurationSeconds:0.##} s."));
        if (Music is { FadeOutSeconds: var fade } && fade > DurationSeconds)
            yield return new("music/fadeOutSeconds",
                FormattableString.Invariant($"The music fades out for {fade:0.##} s; the film lasts {DurationSeconds:0.##} s."));
    }

    /// <exception cref="ArgumentException">Says the first thing that cannot be rendered.</exception>
    public void Validate()
    {
        if (Faults().FirstOrDefault() is { } fault)
            throw new ArgumentException(fault.Message);
    }

    /// <summary>A crossfade in whole frames; one that is asked for has at least one.</summary>
    internal int CrossfadeFramesOf(int index) =>
        index >= Parts.Count || Parts[index].CrossfadeSeconds <= 0 ? 0 : Math.Max(1, (int)Math.Round(Parts[index].CrossfadeSeconds * FrameRate.Value));

    /// <summary>Where a frame begins in the sound; exact to one sample for any frame rate.</summary>
    internal long SampleOf(long frame) => frame * Sound.Pcm.Rate * FrameRate.Den / FrameRate.Num;

    /// <summary>Of the shortest part that can be between its crossfades.</summary>
    internal int LeastFramesOf(int index) => Math.Max(2, CrossfadeFramesOf(index) + CrossfadeFramesOf(index + 1) + 1);

    private static bool IsSide(int side) => side is >= 16 and <= 3840 && side % 2 == 0;

    private CutFault? FaultOf(int i)
    {
        var part = Parts[i];
        var seconds = part.OutSeconds - part.InSeconds;
        if (part.Card?.Fault() is { } wrong)
            return new($"parts/{i}/card", wrong);
        if (!(part.InSeconds >= 0) || !double.IsFinite(part.OutSeconds))
            return new($"parts/{i}/in", $"Part {i + 1} begins before its source does.");
        if (!(seconds > 0))
            return new($"parts/{i}/out", $"Part {i + 1} ends before it begins: out must be after in.");
        if (part.CrossfadeSeconds is not (>= 0 and <= MostCrossfadeSeconds))
            return new($"parts/{i}/crossfadeSeconds", $"The crossfade to part {i + 1} must be 0 to {MostCrossfadeSeconds:0} s.");
        if (i == 0 && part.CrossfadeSeconds > 0)
            return new("parts/0/crossfadeSeconds", "The first part has nothing before it to crossfade from: leave it out there.");
        // Half a frame less: the last frame may have been rounded away.
        return seconds * FrameRate.Value >= LeastFramesOf(i) - 0.5
            ? null
            : new($"parts/{i}/out", FormattableString.Invariant($"Part {i + 1} lasts {seconds:0.###} s, {seconds * FrameRate.Value:0.#} frames; ")
                + $"it needs at least {LeastFramesOf(i)}, longer than its crossfades together.");
    }
}

/// <summary>A stretch of a film.</summary>
/// <param name="Sha256">Of the film it is from.</param>
/// <param name="InSeconds">Into that film; the frame that is seen then is the first.</param>
/// <param name="OutSeconds">Into that film; the frame that is seen then is the first that is left out.</param>
public sealed record CutPart(string Sha256, double InSeconds, double OutSeconds)
{
    /// <summary>How long it and the part before are seen and heard together, 0 to 5 s. 0, the default, is a cut.</summary>
    public double CrossfadeSeconds { get; init; }

    /// <summary>What happens to a picture of another shape. Default: crop.</summary>
    public Fit Fit { get; init; } = Fit.Crop;

    /// <summary>The point that a crop keeps in its middle as far as it can: 0 left to 1 right. Default 0.5.</summary>
    public double FocusX { get; init; } = 0.5;

    /// <summary>0 top to 1 bottom. Default 0.5.</summary>
    public double FocusY { get; init; } = 0.5;

    /// <summary>Its own sound is left out.</summary>
    public bool IsMuted { get; init; }

    /// <summary>It is no stretch of a film but words, drawn when the film is made; see <see cref="TitleCard.ToPart"/>.</summary>
    public TitleCard? Card { get; init; }
}

/// <summary>Music under the whole film.</summary>
/// <param name="Sha256">Of a track, or of a film whose sound is taken.</param>
/// <param name="GainDb">How much louder than the sound of the parts it is; both are levelled first.</param>
public sealed record CutMusic(string Sha256, double GainDb)
{
    /// <summary>Where in the track the film begins.</summary>
    public double StartSeconds { get; init; }

    /// <summary>By how much it steps back while the parts are heard. Default 0: it doesn't.</summary>
    public double DuckDb { get; init; }

    /// <summary>How long it fades at the film's end.</summary>
    public double FadeOutSeconds { get; init; }

    /// <summary>Whether a track that is too short begins again; else it is silent from there.</summary>
    public bool IsLooped { get; init; } = true;
}

/// <summary>A voice over the parts: a narrator, or what somebody says.</summary>
/// <param name="Sha256">Of a track, or of a film whose sound is taken; all of it is heard.</param>
/// <param name="AtSeconds">When it begins, into the film.</param>
/// <param name="GainDb">How much louder than levelled it is.</param>
/// <param name="DuckDb">By how much the parts' own sound steps back while it is heard.</param>
public sealed record CutVoice(string Sha256, double AtSeconds, double GainDb, double DuckDb);

/// <param name="Place">Where in the list, as a JSON pointer without its first slash.</param>
/// <param name="Message">One sentence.</param>
public sealed record CutFault(string Place, string Message);
