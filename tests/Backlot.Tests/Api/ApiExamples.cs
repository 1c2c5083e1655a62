using System.Net.Http.Json;
using Backlot.Accounts.Codes;
using Backlot.Accounts.People;
using Backlot.Accounts.SignIn;
using Backlot.Accounts.Tokens;
using Backlot.Accounts.Credits;
using Backlot.Channels;
using Backlot.Generation.Keys;
using Backlot.Channels.Albums;
using Backlot.Library;
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

    public HttpRequestMessage Request(ApiOperation operation, Belongings belongings) => new(operation.Method, Address(belongings))
    {
        Content = Body is { } body ? JsonContent.Create(body(belongings)) : null,
        Headers = { { "Idempotency-Key", Guid.CreateVersion7().ToString() } },
    };
}

/// <summary>One for each operation of the API document; the matrix fails without.</summary>
internal static class ApiExamples
{
    public static IReadOnlyDictionary<string, ApiExample> All { get; } = new Dictionary<string, ApiExample>
    {
        ["isAlive"] = new(_ => "/livez") { IsOpen = true },
        ["isReady"] = new(_ => "/readyz") { IsOpen = true },
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
        ["listKeys"] = new(_ => "/api/keys"),
        ["putKey"] = new(_ => "/api/keys/openai", _ => new NewKey("sk-0123456789abcdef")),
        ["deleteKey"] = new(_ => "/api/keys/openai") { IsNotThereYet = true },
        ["testKey"] = new(_ => "/api/keys/openai/test") { IsNotThereYet = true },

        ["listJobs"] = new(own => $"/api/jobs?subject={own.Album}"),
        ["getJob"] = new(own => $"/api/jobs/{own.Job}"),
        ["cancelJob"] = new(own => $"/api/jobs/{own.Job}/cancel"),
        ["retryJob"] = new(own => $"/api/jobs/{own.Job}/retry"),

        ["listRenders"] = new(_ => "/api/renders"),
        ["getRender"] = new(own => $"/api/renders/{own.Render}"),
        ["addRender"] = new(_ => "/api/renders", own => new NewRender(new(64, 64, [new("Part", own.PictureSha256, own.PictureSha256, 100)]))),

        ["listStoryboards"] = new(own => $"/api/storyboards?userId={own.User}"),
        ["addStoryboard"] = new(_ => "/api/storyboards", _ => new NewStoryboard("Rooftops")),
        ["getStoryboard"] = new(own => $"/api/storyboards/{own.Storyboard}"),
        ["editStoryboard"] = new(own => $"/api/storyboards/{own.Storyboard}", own => new StoryboardEdit(Scenes: [new("Rain", own.Scene)])),
        ["deleteStoryboard"] = new(own => $"/api/storyboards/{own.Storyboard}"),

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
