using System.Text.Json;
using Backlot.Channels;
using Backlot.Channels.Prompts;
using Backlot.Generation;
using Backlot.Generation.Caches;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Library.Analyses;
using Backlot.Library.Clips;
using Backlot.Library.Predictions;
using Backlot.Tests.Library;
using Backlot.Library.Ingest;
using Backlot.Library.Uploads;
using Backlot.Rendering;
using Backlot.Studio;
using Backlot.Studio.Brains;
using Backlot.Studio.Formats;
using Backlot.Tests.Support;
using Scene = Backlot.Studio.Scene;

namespace Backlot.Tests.Api;

/// <summary>The ids of one of everything that a user can have.</summary>
/// <param name="Job">Queued; of a kind that no worker knows.</param>
/// <param name="Album">Completed.</param>
/// <param name="PlannedAlbum">Without any part.</param>
/// <param name="PictureSha256">Of the asset that is a picture.</param>
internal sealed record Belongings(
    Guid User, Guid Channel, Guid Album, Guid PlannedAlbum, Guid Job, Guid Render, Guid Picture, string PictureSha256, Guid Storyboard, Guid Scene)
{
    /// <summary>Ids that nobody has.</summary>
    public static Belongings OfNobody() => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(),
        Guid.CreateVersion7(), Guid.CreateVersion7(), Sha256(), Guid.CreateVersion7(), Guid.CreateVersion7());

    /// <summary>A browser that is signed in.</summary>
    public Guid Session { get; private init; } = Guid.CreateVersion7();

    /// <summary>An API token that nobody uses.</summary>
    public Guid Token { get; private init; } = Guid.CreateVersion7();

    /// <summary>Of jobs of a kind that nobody knows.</summary>
    public Guid Schedule { get; private init; } = Guid.CreateVersion7();

    /// <summary>Of somebody else to Backlot.</summary>
    public Guid Invitation { get; private init; } = Guid.CreateVersion7();

    /// <summary>A film with one clip.</summary>
    public Guid Film { get; private init; } = Guid.CreateVersion7();
    public Guid Clip { get; private init; } = Guid.CreateVersion7();

    /// <summary>Of that film, not made yet.</summary>
    public Guid Analysis { get; private init; } = Guid.CreateVersion7();

    /// <summary>Of that clip.</summary>
    public Guid Prediction { get; private init; } = Guid.CreateVersion7();

    /// <summary>Has a shot made; no worker takes it.</summary>
    public Guid ShotJob { get; private init; } = Guid.CreateVersion7();

    /// <summary>Served by a cache.</summary>
    public Guid CachedGeneration { get; private init; } = Guid.CreateVersion7();

    /// <summary>An asset that nothing is made of.</summary>
    public Guid UnusedPicture { get; private init; } = Guid.CreateVersion7();

    /// <summary>Of a folder, with one file that was refused.</summary>
    public Guid Ingest { get; private init; } = Guid.CreateVersion7();

    /// <summary>Of ten bytes, none of which have come.</summary>
    public Guid Upload { get; private init; } = Guid.CreateVersion7();

    /// <summary>In the project that <see cref="Storyboard"/> is.</summary>
    public Guid Character { get; private init; } = Guid.CreateVersion7();

    /// <summary>Not offered to anybody.</summary>
    public Guid Brain { get; private init; } = Guid.CreateVersion7();

    /// <summary>Not offered to anybody.</summary>
    public Guid Format { get; private init; } = Guid.CreateVersion7();

    /// <summary>A folder on the server's machine, under its root for ingest.</summary>
    public string Footage { get; private init; } = Path.GetTempPath();

    public static async Task<Belongings> AddAsync(TestServer server, Guid user)
    {
        await using var db = server.OpenDb(user);
        var channel = new Channel { UserId = user, Name = $"Court {Guid.CreateVersion7()}", BrandNiche = "royal court" };
        var (picture, sound, film) = (AssetOf(user, AssetKind.Image, "image/png"), AssetOf(user, AssetKind.Audio, "audio/ogg"), AssetOf(user, AssetKind.Video, "video/mp4"));
        var (album, planned) = (AlbumOf(channel, VideoJobStatus.Completed, film.Id), AlbumOf(channel, VideoJobStatus.Planned, null));
        var timeline = new Timeline(1920, 1080, [new("Harp", picture.Sha256!, sound.Sha256!, 100)]);
        var render = new RenderTask
        {
            UserId = user, VideoJobId = album.Id, Resolution = "1920x1080", Timeline = JsonSerializer.Serialize(timeline, JsonSerializerOptions.Web),
            Status = RenderStatus.Completed, OutputAssetId = film.Id, CompletedAt = TimeProvider.System.GetUtcNow(),
        };
        var shot = new Job { UserId = user, Kind = "studio.make-shot", Queue = "nobody", Payload = "{}", MaxAttempts = 1 };
        var job = new Job { UserId = user, Subject = album.Id, Kind = "test.unknown", Queue = "nobody", Payload = "{}", MaxAttempts = 1 };
        var waiting = new Job { UserId = user, Kind = "test.unknown", Queue = "nobody", Payload = "{}", MaxAttempts = 1 };
        var project = new Project { UserId = user, Title = "Rooftops" };
        var scene = new Scene { UserId = user, ProjectId = project.Id, OrderKey = "a0", Prompt = "A roof at dusk", Parameters = new(), ThumbnailAssetId = picture.Id };
        var (unused, ingest, uploaded) = (AssetOf(user, AssetKind.Image, "image/png"), IngestOf(user, IngestSource.Folder), IngestOf(user, IngestSource.Upload));
        var clip = new Clip
        {
            UserId = user, AssetId = film.Id, StartTime = 0, EndTime = 4, Signals = JsonSerializer.Serialize(MadeFootage.Calm, JsonSerializerOptions.Web),
            HookStrength = """{"score":0.5}""", PsychologyScore = """{"score":0.5}""", SceneScore = 0.5, CompositeScore = 0.5,
        };
        var analysis = new AnalysisResult { UserId = user, AssetId = film.Id, AnalysisType = AnalysisType.Technical, Provider = "local" };
        var prediction = new Prediction { UserId = user, ClipId = clip.Id, PredictedCtr = 0.02, PredictedBand = new(0.01m, 0.05m), ModelVersion = "clicks-1.untrained", Features = "{}" };
        db.AddRange(channel, picture, sound, film, job, shot, project, unused, ingest, uploaded);
        await db.SaveChangesAsync();
        db.AddRange(clip,
            new IngestFile { UserId = user, IngestId = ingest.Id, Path = "/footage/bad.mp4", Status = IngestFileStatus.Refused, Reason = "is empty" },
            new Upload { Id = uploaded.Id, UserId = user, LengthBytes = 10, ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1) });
        var character = new Character { UserId = user, ProjectId = project.Id, Name = "Ada", AppearanceDescriptor = new(Clothing: "a coat") };
        var brain = new Brain { UserId = user, Name = "Salt", Parameters = NewBrain.Example.Parameters };
        var format = new FormatTemplate { UserId = user, Name = "Two beats", BeatStructure = NewFormat.Example.Beats };
        db.AddRange(album, planned, waiting, scene, character, brain, format,
            new CharacterImage { UserId = user, ProjectId = project.Id, CharacterId = character.Id, AssetId = picture.Id, Place = 1 },
            new SceneVersion
            {
                UserId = user, ProjectId = project.Id, SceneId = scene.Id, VersionNumber = 1, Prompt = "A roof", Parameters = new(), VideoAssetId = film.Id, ThumbnailAssetId = picture.Id,
            });
        await db.SaveChangesAsync();
        db.AddRange(
            render, prediction, analysis,
            new JobDependency(waiting.Id, job.Id),
            new AudioTrack { VideoJobId = album.Id, Provider = "dummy", OrderIndex = 1, DurationSeconds = 4, AssetId = sound.Id, PromptText = "harp" },
            new Image { VideoJobId = album.Id, Provider = "dummy", OrderIndex = 1, AssetId = picture.Id, PromptText = "hall" },
            new GenerationRecord { UserId = user, IntentKey = $"{album.Id:N}/image/1", Kind = GenerationKind.Image, Provider = "dummy", Prompt = "hall" });
        var cached = new GenerationRecord
        {
            UserId = user, IntentKey = "cached", Kind = GenerationKind.Image, Provider = "dummy", Prompt = "hall", ServedBy = ServedBy.Semantic, AssetId = picture.Id,
            Metadata = new CacheHit(ServedBy.Semantic, picture.Id, "a hall", 0.97, 0, Guid.CreateVersion7()).NoteIn(),
        };
        db.Add(cached);
        await db.SaveChangesAsync();
        await MadeFootage.SetVectorAsync(server, clip.Id, MadeFootage.Direction(new Random(1)));
        await File.WriteAllTextAsync(Path.Combine(server.Folder.Uploads, $"{uploaded.Id:N}.part"), "");
        foreach (var kept in (string[])[picture.Sha256!, sound.Sha256!, film.Sha256!])
            await KeepBlobAsync(server, kept);
        return new(user, channel.Id, album.Id, planned.Id, job.Id, render.Id, picture.Id, picture.Sha256!, project.Id, scene.Id)
        {
            Character = character.Id, Brain = brain.Id, Format = format.Id,
            CachedGeneration = cached.Id, ShotJob = shot.Id, Film = film.Id, Clip = clip.Id, Prediction = prediction.Id, Analysis = analysis.Id, UnusedPicture = unused.Id, Ingest = ingest.Id, Upload = uploaded.Id,
            Session = await server.Database.ValueAsync<Guid>(
                "insert into sessions (user_id, token_hash, user_agent, expires_at) values ($1, $2, 'Browser', now() + interval '1 day') returning id", user, Hash()),
            Token = await server.Database.ValueAsync<Guid>(
                "insert into api_tokens (user_id, name, token_hash, last4) values ($1, 'Unused', $2, 'abcd') returning id", user, Hash()),
            Schedule = await server.Database.ValueAsync<Guid>("""
                insert into schedules (user_id, name, kind, payload, cron, time_zone, next_run_at)
                values ($1, 'report', 'test.unknown', '{}', '@daily', 'UTC', now()) returning id
                """, user),
            Invitation = await server.Database.ValueAsync<Guid>("""
                insert into one_time_codes (purpose, code_hash, invited_by, email, role, created_at, expires_at)
                values ('invitation', $2, $1, 'guest@example.org', 'member', now(), now() + interval '1 hour') returning id
                """, user, Hash()),
        };
    }

    private static byte[] Hash() => System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);

    private static VideoJob AlbumOf(Channel channel, VideoJobStatus status, Guid? film) => new()
    {
        UserId = channel.UserId, ChannelId = channel.Id, Title = "Calm evening", Status = status, VideoAssetId = film,
        NicheLabel = "royal court", MoodKeywords = ["calm"], TargetDurationMinutes = 60, Seed = 1, OutputDirectory = "/nowhere",
        Plan = new([.. Enumerable.Repeat(new PartSource("dummy"), VideoJob.PartCount)], [.. Enumerable.Repeat(new PartSource("dummy"), VideoJob.PartCount)]),
        PromptsJson = BuiltInPromptWriter.Write(new("royal court", ["calm"], 3600, 1, 1, null, null)),
    };

    private static FileIngest IngestOf(Guid user, IngestSource source) => new() { UserId = user, Source = source, Location = "/footage" };

    private static Asset AssetOf(Guid user, AssetKind kind, string type) => new()
    {
        UserId = user, Kind = kind, SourceType = AssetSource.Generated, Filename = $"{kind}.bin", MimeType = type, Sha256 = Sha256(), SizeBytes = 5,
        DurationSeconds = 4, Width = 1920, Height = 1080, Status = AssetStatus.Ready,
    };

    /// <summary>Not what the name says, but nobody looks at it here.</summary>
    private static async Task KeepBlobAsync(TestServer server, string sha256)
    {
        var path = Path.Combine(server.Folder.Blobs, sha256[..2], sha256[2..4], sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "bytes");
    }

    private static string Sha256() => (Guid.CreateVersion7().ToString("N") + Guid.CreateVersion7().ToString("N")).ToLowerInvariant();
}
