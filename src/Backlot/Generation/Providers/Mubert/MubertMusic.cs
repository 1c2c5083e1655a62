using System.Text.Json;
using Backlot.Generation.Answers;
using Backlot.Generation.Keys;

namespace Backlot.Generation.Providers.Mubert;

/// <summary>Music by Mubert: a track of a length is ordered, asked about, and its file fetched. What is used up, and what is too much at
/// once, comes as 403 with a code.</summary>
internal sealed class MubertMusic(ProviderHttp http) : IRemoteProvider<MusicOrder>
{
    private const string License =
        "Made with Mubert under your own licence: you may use it as your Mubert plan allows; it may not be released as music of its own nor registered with Content ID.";

    private const int Bitrate = 320;
    private const string Format = "mp3";

    /// <summary>When one of the account's places is free again, about.</summary>
    private static readonly TimeSpan SlotAfter = TimeSpan.FromSeconds(30);

    private static readonly ProviderApi Api = new("mubert") { Classify = Classify };

    public string Name => "mubert";

    public TimeSpan AskEvery => TimeSpan.FromSeconds(4);

    public async Task<Sent> SendAsync(MusicOrder order, RemoteCall call, CancellationToken ct)
    {
        try
        {
            var reply = await http.OrderAsync(Api, call.Key, "/public/tracks", new()
            {
                // Whole seconds: what is too much of the last one is faded and cut.
                ["prompt"] = order.Prompt, ["duration"] = (int)Math.Ceiling(call.Model.FitSeconds(order.DurationSeconds) ?? order.DurationSeconds),
                ["format"] = Format, ["bitrate"] = Bitrate, ["mode"] = "track",
            }, ct);
            return reply.Json.TextAt("data", "id") is { Length: > 0 } id
                ? new Sent.Accepted(id)
                : throw new ProviderFailure(FailureClass.Unknown, Faults.Sentence(http.ProviderOf(Api), FailureClass.Unknown, "answered without an id"));
        }
        catch (ProviderFailure full) when (full is { Class: FailureClass.Rate, After: null })
        {
            throw new ProviderFailure(FailureClass.Rate, full.Message, full.WasSent, SlotAfter, full);
        }
    }

    public async Task<RemoteState> AskAsync(string providerJobId, RemoteCall call, CancellationToken ct)
    {
        var reply = await http.GetAsync(Api, call.Key, "/public/tracks/" + Uri.EscapeDataString(providerJobId), ct);
        var track = reply.Json.ListAt("data", "generations").FirstOrDefault();
        return track.TextAt("status") switch
        {
            "done" when track.TextAt("url") is { Length: > 0 } url => new RemoteState.Succeeded(url),
            "failed" => new RemoteState.Failed(new(FailureClass.Invalid, Faults.Sentence(http.ProviderOf(Api), FailureClass.Invalid, "could not make this track"))),
            "queued" => new RemoteState.Queued(),
            _ => new RemoteState.Running(),       // processing, in_progress, and whatever it may call it
        };
    }

    public async Task<Made> FetchAsync(RemoteState.Succeeded done, RemoteCall call, CancellationToken ct)
    {
        await http.DownloadAsync(Api, call.Key, done.Media, call.TempPath, ["audio/"], ct);
        return new("track." + Format, call.PriceUsd, License);
    }

    private static FailureClass? Classify(int status, JsonElement answer) => answer.TextAt("code") switch
    {
        _ when status < 400 => null,
        "Unauthenticated" or "AccessTokenExpired" or "LicenseExpired" => FailureClass.Auth,
        "LicenseLimitConcurrentTrackGenerationsCount" => FailureClass.Rate,
        "LicenseLimitTracksCount" or "LicenseLimitTracksDuration" => FailureClass.Quota,
        "TrackNotFound" => FailureClass.Lost,
        { } forbidden when forbidden.StartsWith("LicenseForbidden", StringComparison.Ordinal) => FailureClass.Invalid,
        _ => null,
    };
}
