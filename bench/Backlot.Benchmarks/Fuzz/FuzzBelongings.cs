using System.Security.Cryptography;
using System.Text.Json;
using Backlot.Channels;
using Backlot.Channels.Prompts;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Library;
using Backlot.Library.Analyses;
using Backlot.Library.Clips;
using Backlot.Library.Footage;
using Backlot.Library.Ingest;
using Backlot.Library.Predictions;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Benchmarks.Fuzz;

/// <summary>What takes workers to make, and so cannot be had by requests alone: assets, and an album with its film.</summary>
internal static class FuzzBelongings
{
    /// <param name="db">Of the owner-to-be.</param>
    /// <returns>The SHA-256 of a picture and of a sound.</returns>
    public static async Task<IReadOnlyList<string>> AddAsync(BacklotDb db, DataFolder folder, CancellationToken ct)
    {
        var picture = await AddAssetAsync(db, folder, AssetKind.Image, "image/png", Picture(), ct);
        var sound = await AddAssetAsync(db, folder, AssetKind.Audio, "audio/ogg", RandomNumberGenerator.GetBytes(1000), ct);
        var film = await AddAssetAsync(db, folder, AssetKind.Video, "video/mp4", RandomNumberGenerator.GetBytes(5000), ct);
        var channel = new Channel { UserId = db.Owner, Name = "Finished", BrandNiche = "royal court" };
        db.Channels.Add(channel);
        await db.SaveChangesAsync(ct);
        var album = Completed(channel, film.Id);
        db.VideoJobs.Add(album);
        await db.SaveChangesAsync(ct);
        var timeline = new Timeline(1920, 1080, [new("Harp", picture.Sha256 ?? "", sound.Sha256 ?? "", 100)]);
        db.AddRange(
            new AudioTrack { VideoJobId = album.Id, Provider = "dummy", OrderIndex = 1, DurationSeconds = 4, AssetId = sound.Id, PromptText = "harp" },
            new Image { VideoJobId = album.Id, Provider = "dummy", OrderIndex = 1, AssetId = picture.Id, PromptText = "hall" },
            new RenderTask
            {
                UserId = db.Owner, VideoJobId = album.Id, Resolution = "1920x1080", Timeline = JsonSerializer.Serialize(timeline, JsonSerializerOptions.Web),
                Status = RenderStatus.Completed, OutputAssetId = film.Id, CompletedAt = TimeProvider.System.GetUtcNow(),
            });
        await db.SaveChangesAsync(ct);
        await AddFootageAsync(db, film, ct);
        return [picture.Sha256 ?? "", sound.Sha256 ?? ""];
    }

    /// <summary>Clips of a film with scores and vectors, what was found and predicted of one, and a folder that it may have come from.</summary>
    private static async Task AddFootageAsync(BacklotDb db, Asset film, CancellationToken ct)
    {
        var signals = JsonSerializer.Serialize(new ClipSignals(
            Brightness: 0.5, Contrast: 0.3, Saturation: 0.2, Warmth: 0, MotionMean: 0.02, MotionPeak: 0.05, MotionOnsetSeconds: 1, BestFrameSeconds: 1,
            [new(0, 0.5, 0.3, 0.2, 0, 0.02)], [-24, -24], [.. Enumerable.Repeat(1 / 128.0, 128)]), JsonSerializerOptions.Web);
        Clip[] clips = [.. Enumerable.Range(0, 2).Select(n => new Clip
        {
            UserId = db.Owner, AssetId = film.Id, StartTime = 2 * n, EndTime = 2 * n + 2, SceneScore = 0.5, CompositeScore = 0.5,
            Signals = signals,
        })];
        var clip = clips[0];
        db.AddRange(clips);
        db.AddRange(
            new FileIngest { UserId = db.Owner, Source = IngestSource.Folder, Location = "/footage" },
            new AnalysisResult { UserId = db.Owner, AssetId = film.Id, AnalysisType = AnalysisType.Technical, Provider = "local" });
        await db.SaveChangesAsync(ct);
        var vector = Enumerable.Repeat(1 / MathF.Sqrt(512), 512).ToArray();
        await db.Database.ExecuteSqlAsync($"update clips set embedding = {vector}, embedded_by = 'made' where user_id = {db.Owner}", ct);
        db.Add(new Prediction { UserId = db.Owner, ClipId = clip.Id, PredictedCtr = 0.02, PredictedBand = new(0.01m, 0.05m), ModelVersion = "clicks-1.untrained", Features = "{}" });
        await db.SaveChangesAsync(ct);
    }

    private static VideoJob Completed(Channel channel, Guid film) => new()
    {
        UserId = channel.UserId, ChannelId = channel.Id, Title = "Calm evening", Status = VideoJobStatus.Completed, VideoAssetId = film,
        NicheLabel = "royal court", MoodKeywords = ["calm"], TargetDurationMinutes = 60, Seed = 1, OutputDirectory = "/nowhere",
        Plan = new([.. Parts], [.. Parts]), PromptsJson = BuiltInPromptWriter.Write(new("royal court", ["calm"], 3600, 1, 1, null, null)),
    };

    private static IEnumerable<PartSource> Parts => Enumerable.Repeat(new PartSource("dummy"), VideoJob.PartCount);

    private static async Task<Asset> AddAssetAsync(BacklotDb db, DataFolder folder, AssetKind kind, string type, byte[] bytes, CancellationToken ct)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var path = Path.Combine(folder.Blobs, sha256[..2], sha256[2..4], sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? folder.Blobs);
        await File.WriteAllBytesAsync(path, bytes, ct);
        var asset = new Asset
        {
            UserId = db.Owner, Kind = kind, SourceType = AssetSource.Generated, Filename = $"{kind}.bin", MimeType = type, Sha256 = sha256, SizeBytes = bytes.Length,
            DurationSeconds = 4, Width = 64, Height = 36, Status = AssetStatus.Ready,
        };
        db.Assets.Add(asset);
        await db.SaveChangesAsync(ct);
        return asset;
    }

    /// <summary>One of its own for each user: bytes say nothing of who has them.</summary>
    private static byte[] Picture()
    {
        var shade = RandomNumberGenerator.GetBytes(1)[0];
        using var png = new MemoryStream();
        PngWriter.Write(png, 64, 36, (y, row) => row.AsSpan().Fill((byte)(shade + y)));
        return png.ToArray();
    }
}
