using Backlot.Platform.Http.Limits;
using Backlot.Rendering;
using Backlot.Rendering.Cuts;

namespace Backlot.Library.Cuts;

/// <summary>A film of chosen clips, in order.</summary>
/// <param name="Parts">The clips, in the order in which they are shown.</param>
public sealed record NewCut([Items(1, CutList.MostParts)] IReadOnlyList<NewCutPart> Parts)
{
    internal const string Wide = "16:9", Tall = "9:16", Square = "1:1";

    /// <summary>The film's shape. Default 16:9.</summary>
    [OneOf(Wide, Tall, Square)]
    public string Aspect { get; init; } = Wide;

    /// <summary>Pixels of the film's shorter side, rounded to even: 1080, the default, makes 1920 x 1080, 1080 x 1920 or 1080 x 1080.</summary>
    [Between(64, 2160)]
    public int ShortSide { get; init; } = 1080;

    /// <summary>Frames per second; 29.97 stands for 30000/1001, as the like. Default: the rate of most of the parts' time.</summary>
    [Between(1, 120)]
    public double? FrameRate { get; init; }

    /// <summary>Music under the film. Default: none.</summary>
    public NewCutMusic? Music { get; init; }

    /// <summary>Voices over the parts. Default: none.</summary>
    [Items(0, CutList.MostVoices)]
    public IReadOnlyList<NewCutVoice> Voices { get; init; } = [];

    internal (int Width, int Height) Size
    {
        get
        {
            var (shorter, longer) = (Even(ShortSide), Even(ShortSide * 16 / 9.0));
            return Aspect switch { Wide => (longer, shorter), Tall => (shorter, longer), _ => (shorter, shorter) };
        }
    }

    private static int Even(double pixels) => (int)Math.Round(pixels / 2) * 2;
}

/// <summary>A stretch of a film: a clip, or any stretch of an asset.</summary>
/// <param name="Clip">A clip of the caller's; or give the asset, or a card.</param>
/// <param name="Asset">A film of the caller's; or give the clip, or a card.</param>
/// <param name="In">Seconds into the film that the clip is from; the frame seen then is the part's first. Default: where the clip, or the film, begins.</param>
/// <param name="Out">Seconds into that film; the frame seen then is the first that is left out. Default: where the clip, or the film, ends.</param>
public sealed record NewCutPart(
    Guid? Clip = null, Guid? Asset = null, [Between(0, MediaProbe.DurationLimitSeconds)] double? In = null,
    [Between(0, MediaProbe.DurationLimitSeconds)] double? Out = null)
{
    /// <summary>Words instead of a film; then neither clip nor asset is given.</summary>
    public NewTitleCard? Card { get; init; }

    /// <summary>How long it and the part before are seen and heard together; 0, the default, is a cut.</summary>
    [Between(0, CutList.MostCrossfadeSeconds)]
    public double CrossfadeSeconds { get; init; }

    /// <summary>What happens to pictures of another shape. Default: crop.</summary>
    public Fit Fit { get; init; } = Fit.Crop;

    /// <summary>The point that a crop keeps in the middle as far as it can, from 0 left to 1 right. Default 0.5.</summary>
    [Between(0, 1)]
    public double FocusX { get; init; } = 0.5;

    /// <summary>From 0 top to 1 bottom. Default 0.5.</summary>
    [Between(0, 1)]
    public double FocusY { get; init; } = 0.5;

    /// <summary>Leaves its own sound out. Default: no.</summary>
    public bool Muted { get; init; }
}

/// <summary>Music under a whole film.</summary>
/// <param name="Asset">A track of the caller's, or a film whose sound is taken.</param>
/// <param name="GainDb">How much louder than the sound of the parts it is, once both are levelled. Default -15.</param>
/// <param name="StartSeconds">Where in the track the film begins. Default 0.</param>
/// <param name="DuckDb">By how much it steps back while the parts are heard. Default 0: it doesn't.</param>
/// <param name="FadeOutSeconds">How long it fades at the film's end. Default 1.5, or half of a short film.</param>
/// <param name="Loop">Whether a track that is too short begins again. Default: yes.</param>
public sealed record NewCutMusic(
    Guid Asset, [Between(-60, 12)] double GainDb = -15, [Between(0, MediaProbe.DurationLimitSeconds)] double StartSeconds = 0,
    [Between(0, 40)] double DuckDb = 0, [Between(0, 60)] double? FadeOutSeconds = null, bool Loop = true);

/// <summary>Words on a dark ground.</summary>
/// <param name="Title">Large.</param>
/// <param name="Subtitle">Small, under it. Default: none.</param>
/// <param name="Seconds">How long it is shown. Default 3.</param>
public sealed record NewTitleCard(
    [Text(TitleCard.MostTitle)] string Title, [Text(TitleCard.MostSubtitle)] string? Subtitle = null,
    [Between(TitleCard.LeastSeconds, TitleCard.MostSeconds)] double Seconds = 3)
{
    internal TitleCard ToCard() => new(Title.Trim(), Subtitle?.Trim() is { Length: > 0 } subtitle ? subtitle : null, Seconds);
}

/// <summary>A voice over the parts.</summary>
/// <param name="Asset">A track of the caller's, or a film whose sound is taken.</param>
/// <param name="AtSeconds">When it begins, into the film. Default 0.</param>
/// <param name="GainDb">How much louder than levelled it is. Default 0.</param>
/// <param name="DuckDb">By how much the parts' own sound steps back while it is heard. Default 8.</param>
public sealed record NewCutVoice(
    Guid Asset, [Between(0, CutList.MostSeconds)] double AtSeconds = 0, [Between(-60, 12)] double GainDb = 0, [Between(0, 40)] double DuckDb = 8);
