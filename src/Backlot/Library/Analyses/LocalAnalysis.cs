using System.Text.Json;
using Backlot.Library.Clips;
using Backlot.Library.Footage;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering.Signals;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Analyses;

/// <summary>Answers what measured signals can tell, without asking anybody.</summary>
internal sealed class LocalAnalysis(BacklotDb db, BlobStore blobs, StillSignals stills)
{
    public const string Name = "local";

    /// <summary>Why this asset cannot be asked that; null when it can.</summary>
    public static string? Fault(AnalysisType type, Asset asset) => type switch
    {
        AnalysisType.Technical => null,
        AnalysisType.Loudness when asset.Kind == AssetKind.Image || asset.HasAudio == false => "it has no sound.",
        AnalysisType.Loudness when asset.Kind == AssetKind.Audio => null,
        AnalysisType.Palette when asset.Kind == AssetKind.Image => null,
        AnalysisType.Scenes or AnalysisType.Palette when asset.Kind != AssetKind.Video => "it is no film.",
        AnalysisType.Scenes or AnalysisType.Palette or AnalysisType.Loudness => asset.FootageReadAt is null
            ? "its film was not read yet: ask again when its job library.read-footage is done." : null,
        _ => "that takes a provider that sees and hears.",
    };

    /// <returns>Serializes to the JSON that is kept.</returns>
    public async Task<object> RunAsync(AnalysisType type, Asset asset, CancellationToken ct) => type switch
    {
        AnalysisType.Technical => Technical(asset),
        AnalysisType.Loudness => new { asset.HasAudio, AssetMetadata.Read(asset.Metadata).Loudness },
        AnalysisType.Scenes => ScenesResult.Of(await ClipsAsync(asset, ct), asset.DurationSeconds ?? 0),
        AnalysisType.Palette => new { colours = Palette.Of(await HistogramAsync(asset, ct)) },
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Signals cannot tell."),
    };

    private static object Technical(Asset asset)
    {
        var more = AssetMetadata.Read(asset.Metadata);
        return new
        {
            Kind = TextEnum.Name(asset.Kind), asset.Format, asset.MimeType, asset.SizeBytes, asset.DurationSeconds, asset.Width, asset.Height,
            FrameRate = asset.FrameRateNum is null ? null : $"{asset.FrameRateNum}/{asset.FrameRateDen}", asset.IsVariableFrameRate, asset.HasAudio,
            BitsPerSecond = asset is { SizeBytes: { } bytes, DurationSeconds: > 0 and { } seconds } ? Math.Round(8 * bytes / seconds) : (double?)null,
            more.Streams, more.Colour, more.SampleRate, more.Channels, more.Rotation, more.SampleAspect, more.DecodesInBrowser,
        };
    }

    private Task<List<Clip>> ClipsAsync(Asset asset, CancellationToken ct) =>
        db.Clips.AsNoTracking().Where(c => c.AssetId == asset.Id).OrderBy(c => c.StartTime).ToListAsync(ct);

    /// <summary>Of a film: of all its shots, by their length.</summary>
    private async Task<double[]> HistogramAsync(Asset asset, CancellationToken ct)
    {
        var shots = asset.Kind == AssetKind.Image
            ? [(Signals: ClipSignals.Of(await stills.OfAsync(blobs.PathOf(asset.Sha256 ?? throw Refusal.NotFound()), ct)), Seconds: 1.0)]
            : (await ClipsAsync(asset, ct)).Select(c => (Signals: ClipSignals.Read(c.Signals), Seconds: c.EndTime - c.StartTime)).ToList();
        var sum = new double[Palette.Bins];
        foreach (var (signals, seconds) in shots)
            foreach (var (bin, share) in (signals?.ColourHistogram ?? []).Index())
                sum[bin] += share * seconds;
        var whole = sum.Sum();
        return whole > 0 ? [.. sum.Select(part => part / whole)] : sum;
    }
}

/// <summary>How a film is cut.</summary>
internal sealed record ScenesResult(int Shots, double MeanSeconds, double ShotsPerMinute, IReadOnlyDictionary<string, int> Openings, IReadOnlyList<ScenesResult.Shot> List)
{
    public static ScenesResult Of(IReadOnlyList<Clip> clips, double seconds) => new(
        clips.Count, clips.Count == 0 ? 0 : Math.Round(clips.Average(c => c.EndTime - c.StartTime), 3), seconds > 0 ? Math.Round(60 * clips.Count / seconds, 2) : 0,
        clips.CountBy(c => TextEnum.Name(c.Opens)).ToDictionary(),
        [.. clips.Select(c => new Shot(c.Id, c.StartTime, c.EndTime, TextEnum.Name(c.Opens), c.Confidence))]);

    internal sealed record Shot(Guid ClipId, double StartTime, double EndTime, string Opens, double? Confidence);
}
