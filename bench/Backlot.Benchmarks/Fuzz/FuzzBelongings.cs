using System.Security.Cryptography;
using System.Text.Json;
using Backlot.Channels;
using Backlot.Channels.Prompts;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Library;
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
        return [picture.Sha256 ?? "", sound.Sha256 ?? ""];
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
