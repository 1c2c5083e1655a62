using Backlot.Channels;
using Backlot.Channels.Albums;
using Backlot.Channels.Prompts;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Outbound;
using Backlot.Tests.Generation.Answers;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Channels.Albums;

/// <summary>Albums whose parts are ordered elsewhere.</summary>
internal static class OrderedAlbum
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Leads each provider's address to its fake.</summary>
    public static Settings Lead(Settings given, params MakerFake[] fakes) => given with
    {
        OutboundAllow = AllowedTargets.Parse(string.Join(',', fakes.SelectMany(fake => fake.Hosts))),
        ProviderUrls = fakes.ToDictionary(fake => fake.Name, fake => fake.Url),
    };

    /// <summary>An album of a minute of which no part is made yet, and none is on its way.</summary>
    public static async Task<VideoJob> AddAsync(TestServer server, IReadOnlyList<string> music, IReadOnlyList<string> images)
    {
        await using var db = server.OpenDb();
        return await AddAsync(db, server.Folder, music, images);
    }

    /// <inheritdoc cref="AddAsync(TestServer, IReadOnlyList{string}, IReadOnlyList{string})"/>
    /// <param name="db">Of its owner.</param>
    public static async Task<VideoJob> AddAsync(BacklotDb db, DataFolder folder, IReadOnlyList<string> music, IReadOnlyList<string> images)
    {
        var channel = new Channel { UserId = db.Owner, Name = "Court " + Guid.CreateVersion7(), BrandNiche = "royal court" };
        var album = new VideoJob
        {
            UserId = db.Owner, ChannelId = channel.Id, Title = "Ordered", NicheLabel = "royal court", TargetDurationMinutes = 1, Seed = 7,
            Plan = new([.. Enumerable.Repeat(PartSource.Of(music), VideoJob.PartCount)], [.. Enumerable.Repeat(PartSource.Of(images), VideoJob.PartCount)]),
            PromptsJson = BuiltInPromptWriter.Write(new("royal court", [], 60, AlbumPlan.CrossfadeSeconds, 7, null, null)) with { WrittenBy = PromptWriting.BuiltIn },
            OutputDirectory = Path.Combine(folder.Exports, "ordered"),
        };
        db.Add(channel);
        db.Add(album);
        await db.SaveChangesAsync(Ct);
        return album;
    }

    /// <summary>Has one part made.</summary>
    public static async Task EnqueueAsync<TArgs>(TestServer server, TArgs args, Guid albumId) where TArgs : IJobArgs
    {
        await using var db = server.OpenDb();
        db.Enqueue(args, server.OwnerId, albumId);
        await db.SaveChangesAsync(Ct);
    }

    /// <summary>What a provider is asked for: order, question, or file.</summary>
    public static string StepOf(AskedRequest request) =>
        request.Line.StartsWith("POST", StringComparison.Ordinal) ? "order" : request.Line.Contains("made.bin", StringComparison.Ordinal) ? "file" : "question";

    /// <summary>Waits for the part, or for the album to fail; what rests goes on at once.</summary>
    /// <param name="table">Of the part.</param>
    /// <returns>Why it failed; null when the part is there.</returns>
    public static async Task<string?> UntilMadeAsync(TestServer server, string table, Guid albumId)
    {
        await server.Database.HurryUntilAsync($"""
            select exists (select from {table} where video_job_id = $1) or (select status = 'failed' from video_jobs where id = $1)
            """, albumId);
        return await server.Database.ValueAsync<bool>($"select exists (select from {table} where video_job_id = $1)", albumId)
            ? null
            : await server.Database.ValueAsync<string>("select error_message from video_jobs where id = $1", albumId);
    }

    /// <summary>A picture as providers hand it over.</summary>
    public static Task<byte[]> PictureAsync() => MadeOnce.BytesAsync(".png", "-f", "lavfi", "-i", "testsrc2=s=640x360", "-frames:v", "1");

    /// <summary>Music as providers hand it over.</summary>
    public static Task<byte[]> TrackAsync(double seconds) =>
        MadeOnce.BytesAsync(".mp3", "-f", "lavfi", "-i", FormattableString.Invariant($"sine=f=330:r=44100:d={seconds}"), "-b:a", "128k");
}
