using System.Text.Json;
using Backlot.Library.Clips;
using Backlot.Platform.Database;
using Backlot.Rendering.Scenes;
using Backlot.Rendering.Signals;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Backlot.Library.Footage;

/// <summary>Shots as rows.</summary>
internal static class ShotRows
{
    public static Clip ClipOf(Asset asset, Shot shot, Guid thumbnail, Guid sprite) => new()
    {
        UserId = asset.UserId,
        AssetId = asset.Id,
        StartTime = shot.StartSeconds,
        EndTime = shot.EndSeconds,
        Opens = shot.Opens switch
        {
            Transition.Start => ClipOpening.Start, Transition.Fade => ClipOpening.Fade, Transition.Dissolve => ClipOpening.Dissolve, _ => ClipOpening.Cut,
        },
        Confidence = shot.Confidence,
        Signals = JsonSerializer.Serialize(ClipSignals.Of(shot.Signals), JsonSerializerOptions.Web),
        EmbeddedBy = Descriptor.Version,
        ThumbnailAssetId = thumbnail,
        SpriteAssetId = sprite,
    };

    /// <summary>Writes the vectors of clips that are in the database.</summary>
    public static async Task EmbedAsync(BacklotDb db, IReadOnlyList<Clip> clips, IReadOnlyList<Shot> shots, CancellationToken ct)
    {
        foreach (var (clip, shot) in clips.Zip(shots))
        {
            await using var embed = SqlFile.Command((NpgsqlConnection)db.Database.GetDbConnection(), "Library/Footage/Sql/embed.sql",
                clip.Id, clip.UserId, Descriptor.Of(shot.Signals));
            await embed.ExecuteNonQueryAsync(ct);
        }
    }
}

/// <summary>What a clip keeps of what was measured: all that its scores and its words are made from. What only its vector needs is in that
/// alone.</summary>
/// <param name="ColourHistogram">As <see cref="ShotSignals.ColourHistogram"/>, to the thousandth.</param>
public sealed record ClipSignals(
    double Brightness, double Contrast, double Saturation, double Warmth, double MotionMean, double MotionPeak, double MotionOnsetSeconds,
    double BestFrameSeconds, IReadOnlyList<SignalMoment> Curve, IReadOnlyList<double?> LoudnessLufs, IReadOnlyList<double> ColourHistogram)
{
    internal static ClipSignals Of(ShotSignals signals) => new(
        Rounded(signals.Brightness), Rounded(signals.Contrast), Rounded(signals.Saturation), Rounded(signals.Warmth),
        Rounded(signals.MotionMean), Rounded(signals.MotionPeak), Rounded(signals.MotionOnsetSeconds), Rounded(signals.BestFrameSeconds),
        [.. signals.Curve.Select(m => new SignalMoment(
            Rounded(m.AtSeconds), Rounded(m.Brightness), Rounded(m.Contrast), Rounded(m.Saturation), Rounded(m.Warmth), Rounded(m.Motion)))],
        [.. signals.LoudnessLufs.Select(l => l is { } lufs ? Math.Round(lufs, 2) : (double?)null)],
        [.. signals.ColourHistogram.Select(share => Math.Round(share, 3))]);

    /// <returns>Null when nothing was measured.</returns>
    internal static ClipSignals? Read(string json) =>
        json is "{}" ? null : JsonSerializer.Deserialize<ClipSignals>(json, JsonSerializerOptions.Web);

    private static double Rounded(double value) => Math.Round(value, 4);
}
