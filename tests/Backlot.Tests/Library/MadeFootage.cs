using System.Text.Json;
using Backlot.Library;
using Backlot.Library.Clips;
using Backlot.Library.Footage;
using Backlot.Rendering.Signals;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library;

/// <summary>Rows of footage without any film behind them.</summary>
internal static class MadeFootage
{
    public const int Dimensions = 512;
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A film without clips.</summary>
    public static async Task<Asset> AddFilmAsync(TestServer server, Guid? owner = null, double? durationSeconds = 60, AssetKind kind = AssetKind.Video, string metadata = "{}")
    {
        await using var db = server.OpenDb(owner);
        var asset = new Asset
        {
            UserId = owner ?? server.OwnerId, Kind = kind, SourceType = AssetSource.Folder, Filename = "film.mp4",
            Sha256 = Guid.CreateVersion7().ToString("N") + Guid.CreateVersion7().ToString("N"), SizeBytes = 5, MimeType = "video/mp4",
            DurationSeconds = durationSeconds, Width = 1280, Height = 720, Status = AssetStatus.Ready, Metadata = metadata,
        };
        db.Assets.Add(asset);
        await db.SaveChangesAsync(Ct);
        return asset;
    }

    /// <summary>A clip of each of these signals, one after the other, each of 5 s.</summary>
    public static async Task<List<Clip>> AddClipsAsync(TestServer server, Asset film, params IEnumerable<ClipSignals> signals)
    {
        await using var db = server.OpenDb(film.UserId);
        var clips = signals.Index().Select(s => new Clip
        {
            UserId = film.UserId, AssetId = film.Id, StartTime = s.Index * 5, EndTime = s.Index * 5 + 5, Confidence = 1,
            Signals = JsonSerializer.Serialize(s.Item, JsonSerializerOptions.Web),
        }).ToList();
        db.Clips.AddRange(clips);
        await db.SaveChangesAsync(Ct);
        return clips;
    }

    /// <summary>Gives a clip its vector.</summary>
    public static Task SetVectorAsync(TestServer server, Guid clip, float[] vector) =>
        server.Database.RunAsync("update clips set embedding = $2, embedded_by = 'test' where id = $1", clip, vector);

    /// <summary>Scores as they would be after an analysis.</summary>
    public static Task ScoreAsync(TestServer server, Guid clip, double hook = 0.5, double novelty = 0.5, double psychology = 0.5, double scene = 0.5) =>
        server.Database.RunAsync("""
            update clips set hook_strength = jsonb_build_object('score', $2::float8), novelty_score = jsonb_build_object('score', $3::float8),
                psychology_score = jsonb_build_object('score', $4::float8), emotion_data = '{}', scene_score = $5, composite_score = ($2 + $3 + $4 + $5) / 4
            where id = $1
            """, clip, hook, novelty, psychology, scene);

    /// <summary>A calm grey shot of 5 s; change what matters with <c>with</c>.</summary>
    public static ClipSignals Calm { get; } = new(
        Brightness: 0.5, Contrast: 0.3, Saturation: 0.2, Warmth: 0, MotionMean: 0.02, MotionPeak: 0.05, MotionOnsetSeconds: 2, BestFrameSeconds: 2,
        [.. Enumerable.Range(0, 20).Select(n => new SignalMoment(n / 4.0, 0.5, 0.3, 0.2, 0, 0.02))],
        [-24, -24, -24, -24, -24], [.. Enumerable.Repeat(1 / 128.0, 128)]);

    /// <summary>A vector of unit length that points anywhere.</summary>
    public static float[] Direction(Random random)
    {
        var drawn = Enumerable.Range(0, Dimensions).Select(_ => (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)).ToArray();
        return Unit(drawn);
    }

    public static float[] Unit(float[] vector)
    {
        var length = MathF.Sqrt(vector.Sum(x => x * x));
        return [.. vector.Select(x => x / length)];
    }
}
