using Backlot.Library.Clips;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Platform.Http.Limits;
using Backlot.Rendering;
using Backlot.Rendering.Cuts;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Cuts;

/// <summary>Turns what a caller asks for, by ids, into what the engine renders, by content.</summary>
internal sealed class CutOrder(BacklotDb db, BlobStore blobs)
{
    /// <summary>A part may end so much behind its film: people round.</summary>
    private const double RoundingSeconds = 0.01;

    private const double UsualFadeOutSeconds = 1.5;

    private static readonly Rational UsualRate = new(25, 1);

    private readonly FieldChecks checks = new();
    private string prefix = "cut/";

    /// <param name="wanted">What is asked for.</param>
    /// <param name="prefix">Where it stands in the request, for what is told of its fields.</param>
    /// <exception cref="Refusal">422: names each field that is wrong. What is another's is unknown, as what isn't there.</exception>
    public async Task<CutList> ResolveAsync(NewCut wanted, CancellationToken ct, string prefix = "cut/")
    {
        this.prefix = prefix;
        var clipIds = wanted.Parts.Select(part => part.Clip).OfType<Guid>().Distinct().ToList();
        var clips = await db.Clips.AsNoTracking().Where(c => clipIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        var assetIds = wanted.Parts.Select(part => part.Asset).Append(wanted.Music?.Asset).OfType<Guid>()
            .Concat(wanted.Voices.Select(voice => voice.Asset)).Concat(clips.Values.Select(clip => clip.AssetId)).Distinct().ToList();
        var assets = await db.Assets.AsNoTracking().Where(a => assetIds.Contains(a.Id) && a.DerivedFrom == null).ToDictionaryAsync(a => a.Id, ct);
        var parts = wanted.Parts.Select((part, i) => PartOf(part, $"{prefix}parts/{i}", clips, assets)).ToList();
        var music = wanted.Music is { } given ? MusicOf(given, assets) : null;
        var voices = wanted.Voices.Select((voice, i) => TrackOf(voice.Asset, $"{prefix}voices/{i}/asset", assets)).ToList();
        checks.Throw();
        return Checked(ListOf(wanted, [.. parts.OfType<FoundPart>()], music) with
        {
            Voices = [.. wanted.Voices.Zip(voices, (voice, track) => new CutVoice(track?.Sha256 ?? "", voice.AtSeconds, voice.GainDb, voice.DuckDb))],
        });
    }

    /// <returns>Null if something is wrong with it.</returns>
    private FoundPart? PartOf(NewCutPart part, string place, Dictionary<Guid, Clip> clips, Dictionary<Guid, Asset> assets)
    {
        var clip = part.Clip is { } id ? clips.GetValueOrDefault(id) : null;
        var film = (clip?.AssetId ?? part.Asset) is { } assetId ? assets.GetValueOrDefault(assetId) : null;
        if (new object?[] { part.Clip, part.Asset, part.Card }.Count(given => given is not null) != 1)
            return Wrong(place, "give either a clip, an asset or a card.");
        if (part.Card is { } card)
            return new(null, card.ToCard().ToPart(part.CrossfadeSeconds));
        if (part.Clip is not null && clip is null)
            return Wrong($"{place}/clip", $"there is no clip {part.Clip}.");
        var named = part.Clip is null ? $"{place}/asset" : $"{place}/clip";
        if (film is not { Sha256: { } sha256 } || !blobs.Holds(sha256))
            return Wrong(named, part.Clip is null ? $"there is no asset {part.Asset}." : $"the film of clip {part.Clip} is not there any more.");
        if (film.Kind != AssetKind.Video || film.Status != AssetStatus.Ready)
            return Wrong(named, "it is no film that is ready; give a video.");
        var (from, to) = (part.In ?? clip?.StartTime ?? 0, part.Out ?? clip?.EndTime ?? film.DurationSeconds ?? 0);
        if (film.DurationSeconds is { } length && (from >= length || to > length + RoundingSeconds))
            return Wrong(from >= length ? $"{place}/in" : $"{place}/out", FormattableString.Invariant($"the film lasts {length:0.###} s."));
        return new(film, new CutPart(sha256, from, to)
        {
            CrossfadeSeconds = part.CrossfadeSeconds, Fit = part.Fit, FocusX = part.FocusX, FocusY = part.FocusY, IsMuted = part.Muted,
        });
    }

    private FoundPart? Wrong(string place, string message)
    {
        checks.Require(false, place, message);
        return null;
    }

    private Asset? MusicOf(NewCutMusic music, Dictionary<Guid, Asset> assets)
    {
        var track = TrackOf(music.Asset, $"{prefix}music/asset", assets);
        if (track?.DurationSeconds is { } length && music.StartSeconds >= length)
            checks.Require(false, $"{prefix}music/startSeconds", FormattableString.Invariant($"the track lasts {length:0.###} s."));
        return track;
    }

    private Asset? TrackOf(Guid id, string place, Dictionary<Guid, Asset> assets)
    {
        var track = assets.GetValueOrDefault(id);
        if (track is not { Sha256: { } sha256 } || !blobs.Holds(sha256))
            checks.Require(false, place, $"there is no asset {id}.");
        else if (track.Status != AssetStatus.Ready || (track.Kind != AssetKind.Audio && !(track.Kind == AssetKind.Video && track.HasAudio == true)))
            checks.Require(false, place, "it has no sound; give a track, or a film with sound.");
        return track;
    }

    private static CutList ListOf(NewCut wanted, IReadOnlyList<FoundPart> parts, Asset? track)
    {
        var (width, height) = wanted.Size;
        var rate = wanted.FrameRate is { } asked ? FrameRates.Near(asked) : UsualRateOf(parts);
        var list = new CutList(width, height, rate, [.. parts.Select(part => part.Part)]);
        return wanted.Music is not { } music || track?.Sha256 is not { } sha256 ? list : list with
        {
            Music = new CutMusic(sha256, music.GainDb)
            {
                StartSeconds = music.StartSeconds, DuckDb = music.DuckDb, IsLooped = music.Loop,
                FadeOutSeconds = music.FadeOutSeconds ?? Math.Max(0, Math.Min(UsualFadeOutSeconds, list.DurationSeconds / 2)),
            },
        };
    }

    /// <summary>The rate at which most of the film was taken; then most of it can be shown frame by frame, and some be copied.</summary>
    private static Rational UsualRateOf(IReadOnlyList<FoundPart> parts) => parts
        .GroupBy(part => part.Film is { } film ? RateOf(film) : null)
        .Where(rate => rate.Key is not null)
        .OrderByDescending(rate => rate.Sum(part => part.Part.OutSeconds - part.Part.InSeconds))
        .Select(rate => rate.Key)
        .FirstOrDefault() ?? UsualRate;

    private static Rational? RateOf(Asset film) => film switch
    {
        { FrameRate: not (>= 1 and <= 120) } => null,
        { IsVariableFrameRate: false, FrameRateNum: { } num and <= 200_000, FrameRateDen: { } den } => new(num, den),
        { FrameRate: { } rate } => FrameRates.Usually(rate),
        _ => null,
    };

    private CutList Checked(CutList list)
    {
        var checks = new FieldChecks();
        foreach (var fault in list.Faults())
            checks.Require(false, $"{prefix}{fault.Place}", fault.Message);
        checks.Throw();
        return list;
    }

    /// <param name="Film">Null for a card.</param>
    private sealed record FoundPart(Asset? Film, CutPart Part);
}
