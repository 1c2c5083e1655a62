using System.Net.Http.Json;
using System.Text;
using Backlot.Accounts.Codes;
using Backlot.Accounts.People;
using Backlot.Accounts.SignIn;
using Backlot.Accounts.Tokens;
using Backlot.Accounts.Credits;
using Backlot.Channels;
using Backlot.Generation.Caches;
using Backlot.Generation.Keys;
using Backlot.Channels.Albums;
using Backlot.Jobs.Queues;
using Backlot.Jobs.Replays;
using Backlot.Jobs.Schedules;
using Backlot.Library;
using Backlot.Library.Analyses;
using Backlot.Library.Predictions;
using Backlot.Library.Predictions.Import;
using Backlot.Library.Scores;
using Backlot.Library.Similarity;
using Backlot.Library.Assets;
using Backlot.Library.Ingest;
using Backlot.Library.Uploads;
using Backlot.Studio.Brains;
using Backlot.Studio.Characters;
using Backlot.Studio.Films;
using Backlot.Studio.Formats;
using Backlot.Studio.Marketplace;
using Backlot.Studio.Projects;
using Backlot.Studio.Scenes;
using Backlot.Studio.Shots;
using Backlot.Studio.Storyboards;

namespace Backlot.Tests.Api;

/// <summary>How an operation is called on what somebody owns.</summary>
/// <param name="Address">Path and query.</param>
/// <param name="Body">Sent as JSON.</param>
internal sealed record ApiExample(Func<Belongings, string> Address, Func<Belongings, object>? Body = null)
{
    /// <summary>Anybody may call it, signed in or not.</summary>
    public bool IsOpen { get; init; }

    /// <summary>What it is about has to be stored first, by another operation.</summary>
    public bool IsNotThereYet { get; init; }

    /// <summary>Only admins may call it, on whomever it is about.</summary>
    public bool IsForAdmins { get; init; }

    /// <summary>Beside those that every request has.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Bytes of an upload instead of JSON.</summary>
    public string? Bytes { get; init; }

    /// <summary>A picture instead of JSON, in base64.</summary>
    public string? Png { get; init; }

    /// <summary>It changes nothing, for all that it is no GET: what it is asked does not fit into an address.</summary>
    public bool OnlyReads { get; init; }

    public HttpRequestMessage Request(ApiOperation operation, Belongings belongings)
    {
        var request = new HttpRequestMessage(operation.Method, Address(belongings))
        {
            Content = Body is { } body ? JsonContent.Create(body(belongings))
                : Bytes is { } bytes ? new ByteArrayContent(Encoding.UTF8.GetBytes(bytes)) { Headers = { ContentType = new(UploadHeaders.ContentType) } }
                : Png is { } png ? new ByteArrayContent(Convert.FromBase64String(png)) { Headers = { ContentType = new("image/png") } } : null,
            Headers = { { "Idempotency-Key", Guid.CreateVersion7().ToString() } },
        };
        foreach (var (name, value) in Headers)
            request.Headers.Add(name, value);
        return request;
    }
}

/// <summary>One for each operation of the API document; the matrix fails without.</summary>
internal static class ApiExamples
{
    public static IReadOnlyDictionary<string, ApiExample> All { get; } = new Dictionary<string, ApiExample>
    {
        ["isAlive"] = new(_ => "/livez") { IsOpen = true },
        ["isReady"] = new(_ => "/readyz") { IsOpen = true },
        ["getMetrics"] = new(_ => "/metrics") { IsForAdmins = true },
        ["getMedia"] = new(own => $"/media/{own.Picture}/original?until=4102444800&key=1&signature=none") { IsOpen = true },
        ["followEvents"] = new(_ => "/api/events"),

        ["isSetupOpen"] = new(_ => "/api/setup") { IsOpen = true },
        ["setUp"] = new(_ => "/api/setup", _ => new SetupRequest("none", "x@example.org", "X", "long enough a word")) { IsOpen = true },
        ["makeSetupLink"] = new(_ => "/api/setup/link") { IsForAdmins = true },
        ["signIn"] = new(_ => "/api/session", _ => new SignInRequest("nobody@example.org", "none")) { IsOpen = true },
        ["signOut"] = new(_ => "/api/session"),
        ["listSessions"] = new(_ => "/api/sessions"),
        ["endSession"] = new(own => $"/api/sessions/{own.Session}"),
        ["endOtherSessions"] = new(_ => "/api/sessions"),
        ["getMe"] = new(_ => "/api/me"),
        ["editMe"] = new(_ => "/api/me", _ => new MeEdit(DisplayName: "New name")),
        ["listTokens"] = new(_ => "/api/tokens"),
        ["addToken"] = new(_ => "/api/tokens", _ => new NewToken("New", ["read"])),
        ["revokeToken"] = new(own => $"/api/tokens/{own.Token}"),

        ["listUsers"] = new(_ => "/api/users") { IsForAdmins = true },
        ["getUser"] = new(own => $"/api/users/{own.User}") { IsForAdmins = true },
        ["editUser"] = new(own => $"/api/users/{own.User}", _ => new UserEdit(SubscriptionTier: "pro")) { IsForAdmins = true },
        ["makePasswordReset"] = new(own => $"/api/users/{own.User}/password-reset") { IsForAdmins = true },
        ["resetPassword"] = new(_ => "/api/password-reset", _ => new PasswordResetRequest("none", "long enough a word")) { IsOpen = true },
        ["listInvitations"] = new(_ => "/api/invitations") { IsForAdmins = true },
        ["invite"] = new(_ => "/api/invitations", _ => new NewInvitation($"{Guid.CreateVersion7()}@example.org")) { IsForAdmins = true },
        ["withdrawInvitation"] = new(own => $"/api/invitations/{own.Invitation}") { IsForAdmins = true },
        ["acceptInvitation"] = new(_ => "/api/invitations/accept", _ => new InvitationAnswer("none", "X", "long enough a word")) { IsOpen = true },

        ["getCredits"] = new(_ => "/api/credits"),
        ["grantCredits"] = new(own => $"/api/users/{own.User}/credits", _ => new NewCredits(5, "thanks")) { IsForAdmins = true },
        ["getCosts"] = new(_ => "/api/costs"),
        ["getCache"] = new(_ => "/api/cache"),
        ["listWrongHits"] = new(_ => "/api/cache/reports"),
        ["reportWrongHit"] = new(_ => "/api/cache/reports", own => new NewWrongHit(own.CachedGeneration)),
        ["listKeys"] = new(_ => "/api/keys"),
        ["putKey"] = new(_ => "/api/keys/openai", _ => new NewKey("sk-0123456789abcdef")),
        ["deleteKey"] = new(_ => "/api/keys/openai") { IsNotThereYet = true },
        ["testKey"] = new(_ => "/api/keys/openai/test") { IsNotThereYet = true },

        ["listJobs"] = new(own => $"/api/jobs?subject={own.Album}"),
        ["getJob"] = new(own => $"/api/jobs/{own.Job}"),
        ["cancelJob"] = new(own => $"/api/jobs/{own.Job}/cancel"),
        ["retryJob"] = new(own => $"/api/jobs/{own.Job}/retry"),

        ["retryFailedJobs"] = new(_ => "/api/jobs/retry", _ => new NewReplay("test.unknown")),
        ["listAttempts"] = new(own => $"/api/jobs/{own.Job}/attempts"),
        ["listWorkers"] = new(_ => "/api/workers") { IsForAdmins = true },
        ["listQueues"] = new(_ => "/api/queues"),
        ["pauseQueue"] = new(_ => "/api/queues/generate/pause") { IsForAdmins = true },
        ["resumeQueue"] = new(_ => "/api/queues/generate/resume") { IsForAdmins = true },
        ["editQueue"] = new(_ => "/api/queues/render", _ => new QueueEdit(2)) { IsForAdmins = true },
        ["listSchedules"] = new(_ => "/api/schedules"),
        ["editSchedule"] = new(own => $"/api/schedules/{own.Schedule}", _ => new ScheduleEdit(false)),

        ["listRenders"] = new(_ => "/api/renders"),
        ["getRender"] = new(own => $"/api/renders/{own.Render}"),
        ["addRender"] = new(_ => "/api/renders", own => new NewRender(new(64, 64, [new("Part", own.PictureSha256, own.PictureSha256, 100)]))),

        ["listIngests"] = new(_ => "/api/ingest"),
        ["ingestFolder"] = new(_ => "/api/ingest/local/folder", own => new NewFolderIngest(own.Footage)),
        ["ingestUrl"] = new(_ => "/api/ingest/url", _ => new NewUrlIngest("https://media.example.org/harbour.mp4")),
        ["getIngest"] = new(own => $"/api/ingest/{own.Ingest}"),
        ["listIngestFiles"] = new(own => $"/api/ingest/{own.Ingest}/files"),
        ["deleteIngest"] = new(own => $"/api/ingest/{own.Ingest}"),
        ["addUpload"] = new(_ => "/api/uploads") { Headers = new Dictionary<string, string> { ["Tus-Resumable"] = "1.0.0", ["Upload-Length"] = "10" } },
        ["getUpload"] = new(own => $"/api/uploads/{own.Upload}"),
        ["continueUpload"] = new(own => $"/api/uploads/{own.Upload}")
        {
            Headers = new Dictionary<string, string> { ["Tus-Resumable"] = "1.0.0", ["Upload-Offset"] = "0" }, Bytes = "01234",
        },
        ["endUpload"] = new(own => $"/api/uploads/{own.Upload}") { Headers = new Dictionary<string, string> { ["Tus-Resumable"] = "1.0.0" } },

        ["listAssets"] = new(_ => "/api/assets"),
        ["getAsset"] = new(own => $"/api/assets/{own.Picture}"),
        ["editAsset"] = new(own => $"/api/assets/{own.Picture}", _ => new AssetEdit("Harbour.png")),
        ["deleteAsset"] = new(own => $"/api/assets/{own.UnusedPicture}"),
        ["listClips"] = new(own => $"/api/clips?asset={own.Film}"),
        ["getClip"] = new(own => $"/api/clips/{own.Clip}"),
        ["addAnalyses"] = new(own => $"/api/assets/{own.Film}/analyses", _ => new NewAnalysis("technical")),
        ["listAnalysesOfAsset"] = new(own => $"/api/assets/{own.Film}/analyses"),
        ["getAnalysis"] = new(own => $"/api/analyses/{own.Analysis}"),
        ["listSimilarClips"] = new(own => $"/api/clips/{own.Clip}/similar"),
        ["searchClips"] = new(_ => "/api/clips/search", own => new ClipSearch(own.Clip)) { OnlyReads = true },
        ["searchClipsByPicture"] = new(_ => "/api/clips/search/picture")
        {
            OnlyReads = true,
            Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        },
        ["explainScores"] = new(own => $"/api/clips/{own.Clip}/scores"),
        ["scoreAsset"] = new(own => $"/api/assets/{own.Film}/scores"),
        ["getScoreWeights"] = new(_ => "/api/score-weights"),
        ["editScoreWeights"] = new(_ => "/api/score-weights", _ => new ScoreWeightsEdit(Hook: 50)),

        ["addPrediction"] = new(own => $"/api/clips/{own.Clip}/predictions"),
        ["listPredictions"] = new(own => $"/api/predictions?clipId={own.Clip}"),
        ["getPrediction"] = new(own => $"/api/predictions/{own.Prediction}"),
        ["editPrediction"] = new(own => $"/api/predictions/{own.Prediction}", _ => new PredictionEdit(0.02)),
        ["importResults"] = new(_ => "/api/predictions/import", own => new NewResults($"ad_id,clip_id,ctr\nad-1,{own.Clip},0.02")),
        ["getCalibration"] = new(_ => "/api/predictions/calibration"),
        ["listClipsOfAsset"] = new(own => $"/api/assets/{own.Film}/clips"),

        ["listProviders"] = new(_ => "/api/providers"),
        ["listGenerations"] = new(own => $"/api/generations?projectId={own.Storyboard}"),
        ["getGeneration"] = new(own => $"/api/generations/{own.CachedGeneration}"),
        ["generateVideo"] = new(_ => "/api/video/generate", own => new NewShot("Rain", DurationSeconds: 2, Resolution: "360p", Provider: "dummy", ProjectId: own.Storyboard)),
        ["getVideoStatus"] = new(own => $"/api/video/status/{own.ShotJob}"),
        ["generateScene"] = new(own => $"/api/scenes/{own.Scene}/generate", _ => new NewSceneShot("360p", Provider: "dummy")),
        ["compileProject"] = new(own => $"/api/projects/{own.Storyboard}/compile", _ => new NewFilm(CrossfadeSeconds: 0.5)),
        ["listFilms"] = new(own => $"/api/projects/{own.Storyboard}/films"),
        ["listStoryboards"] = new(own => $"/api/storyboards?userId={own.User}"),
        ["addStoryboard"] = new(_ => "/api/storyboards", _ => new NewStoryboard("Rooftops")),
        ["getStoryboard"] = new(own => $"/api/storyboards/{own.Storyboard}"),
        ["editStoryboard"] = new(own => $"/api/storyboards/{own.Storyboard}", own => new StoryboardEdit(Scenes: [new("Rain", own.Scene)])),
        ["deleteStoryboard"] = new(own => $"/api/storyboards/{own.Storyboard}"),

        ["listProjects"] = new(_ => "/api/projects?status=draft"),
        ["addProject"] = new(_ => "/api/projects", _ => new NewProject("Rooftops")),
        ["getProject"] = new(own => $"/api/projects/{own.Storyboard}"),
        ["editProject"] = new(own => $"/api/projects/{own.Storyboard}", own => new ProjectEdit("Roofs", Settings: new("9:16"))),
        ["deleteProject"] = new(own => $"/api/projects/{own.Storyboard}"),
        ["listScenes"] = new(own => $"/api/projects/{own.Storyboard}/scenes"),
        ["addScene"] = new(own => $"/api/projects/{own.Storyboard}/scenes", own => new NewScene("Rain", After: own.Scene)),
        ["orderScenes"] = new(own => $"/api/projects/{own.Storyboard}/scenes/order", own => new SceneOrder([own.Scene])),
        ["getScene"] = new(own => $"/api/scenes/{own.Scene}"),
        ["editScene"] = new(own => $"/api/scenes/{own.Scene}", _ => new SceneEdit("A roof at night")),
        ["deleteScene"] = new(own => $"/api/scenes/{own.Scene}"),
        ["lockScene"] = new(own => $"/api/scenes/{own.Scene}/lock"),
        ["unlockScene"] = new(own => $"/api/scenes/{own.Scene}/unlock"),
        ["enhanceSceneByModel"] = new(own => $"/api/scenes/{own.Scene}/enhancements", _ => new NewEnhancement("openai")),
        ["enhanceScene"] = new(own => $"/api/scenes/{own.Scene}/enhance"),
        ["listSceneVersions"] = new(own => $"/api/scenes/{own.Scene}/versions"),
        ["restoreSceneVersion"] = new(own => $"/api/scenes/{own.Scene}/restore/1"),
        ["listCharacters"] = new(own => $"/api/projects/{own.Storyboard}/characters"),
        ["addCharacter"] = new(own => $"/api/projects/{own.Storyboard}/characters", own => new NewCharacter("Ben", ReferenceImages: [own.Picture])),
        ["getCharacter"] = new(own => $"/api/characters/{own.Character}"),
        ["editCharacter"] = new(own => $"/api/characters/{own.Character}", own => new CharacterEdit("Eda", ReferenceImages: [own.UnusedPicture])),
        ["deleteCharacter"] = new(own => $"/api/characters/{own.Character}"),
        ["listSimilarCharacters"] = new(own => $"/api/characters/{own.Character}/similar"),

        ["listBrains"] = new(_ => "/api/brains"),
        ["addBrain"] = new(_ => "/api/brains", _ => NewBrain.Example),
        ["getBrain"] = new(own => $"/api/brains/{own.Brain}"),
        ["editBrain"] = new(own => $"/api/brains/{own.Brain}", _ => new BrainEdit("Pepper")),
        ["deleteBrain"] = new(own => $"/api/brains/{own.Brain}"),
        ["publishBrain"] = new(own => $"/api/brains/{own.Brain}/publish", _ => new Publication(5)),
        ["unpublishBrain"] = new(own => $"/api/brains/{own.Brain}/unpublish"),
        ["listSimilarBrains"] = new(own => $"/api/brains/{own.Brain}/similar"),
        ["listFormats"] = new(_ => "/api/formats"),
        ["addFormat"] = new(_ => "/api/formats", _ => NewFormat.Example),
        ["getFormat"] = new(own => $"/api/formats/{own.Format}"),
        ["editFormat"] = new(own => $"/api/formats/{own.Format}", _ => new FormatEdit("Three beats")),
        ["deleteFormat"] = new(own => $"/api/formats/{own.Format}"),
        ["publishFormat"] = new(own => $"/api/formats/{own.Format}/publish", _ => new Publication(0)),
        ["unpublishFormat"] = new(own => $"/api/formats/{own.Format}/unpublish"),
        ["listMarketplace"] = new(_ => "/api/marketplace?kind=brain"),
        ["buyGoods"] = new(own => $"/api/marketplace/brain/{own.Brain}/purchase?mostCredits=5") { IsNotThereYet = true },
        ["listPurchases"] = new(_ => "/api/purchases"),

        ["listChannels"] = new(_ => "/api/channels"),
        ["addChannel"] = new(_ => "/api/channels", _ => new NewChannel($"New {Guid.CreateVersion7()}", "royal court")),
        ["getChannel"] = new(own => $"/api/channels/{own.Channel}"),
        ["editChannel"] = new(own => $"/api/channels/{own.Channel}", _ => new ChannelEdit(BrandNiche: "jazz")),
        ["deleteChannel"] = new(own => $"/api/channels/{own.Channel}"),

        ["addVideoJob"] = new(own => $"/api/channels/{own.Channel}/video-jobs", _ => new NewVideoJob(60)),
        ["listVideoJobsOfChannel"] = new(own => $"/api/channels/{own.Channel}/video-jobs"),
        ["listVideoJobs"] = new(_ => "/api/video-jobs"),
        ["nextVideoJob"] = new(_ => "/api/video-jobs/next?status=planned"),
        ["getVideoJob"] = new(own => $"/api/video-jobs/{own.Album}"),
        ["deleteVideoJob"] = new(own => $"/api/video-jobs/{own.Album}"),
        ["cancelVideoJob"] = new(own => $"/api/video-jobs/{own.PlannedAlbum}/cancel"),
        ["resumeVideoJob"] = new(own => $"/api/video-jobs/{own.PlannedAlbum}/resume"),
        ["getExport"] = new(own => $"/api/video-jobs/{own.Album}/export"),
        ["replaceTrack"] = new(own => $"/api/video-jobs/{own.Album}/tracks/1", _ => new PartReplacement(Seed: 5)),
        ["replaceImage"] = new(own => $"/api/video-jobs/{own.Album}/images/1", _ => new PartReplacement(Seed: 5)),
    };
}
