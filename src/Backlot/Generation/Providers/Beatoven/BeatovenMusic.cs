using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Generation.Answers;
using Backlot.Generation.Keys;

namespace Backlot.Generation.Providers.Beatoven;

/// <summary>Music by Beatoven.ai: a composition is ordered, asked about, and its file fetched. How long it is to be is said in the prompt
/// alone, so that whoever takes it measures it.</summary>
internal sealed class BeatovenMusic(ProviderHttp http, TimeProvider time) : IRemoteProvider<MusicOrder>
{
    private const string License =
        "Made with Beatoven.ai under your own licence: royalty-free in your videos as your Beatoven plan allows; it may not be released as music of its own.";

    /// <summary>It has no word for a composition that failed, so one that takes longer has.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private static readonly ProviderApi Api = new("beatoven") { Classify = Classify };

    public string Name => "beatoven";

    public TimeSpan GiveUpAfter => Longest;

    public TimeSpan AskEvery => TimeSpan.FromSeconds(5);

    public async Task<Sent> SendAsync(MusicOrder order, RemoteCall call, CancellationToken ct)
    {
        var reply = await http.OrderAsync(Api, call.Key, "/api/v1/tracks/compose", new()
        {
            ["prompt"] = new JsonObject { ["text"] = $"{LengthOf(order.DurationSeconds)} of {order.Prompt}" }, ["format"] = "mp3", ["looping"] = false,
        }, ct);
        return reply.Json.TextAt("task_id") is { Length: > 0 } id
            ? new Sent.Accepted(id)
            : throw new ProviderFailure(FailureClass.Unknown, Faults.Sentence(http.ProviderOf(Api), FailureClass.Unknown, "answered without an id"));
    }

    public async Task<RemoteState> AskAsync(string providerJobId, RemoteCall call, CancellationToken ct)
    {
        var reply = await http.GetAsync(Api, call.Key, "/api/v1/tasks/" + Uri.EscapeDataString(providerJobId), ct);
        if (reply.Json.At("error") is { } error)
            return Failed("could not make this track" + ProviderWords.Shown(
                http.ProviderOf(Api), call.Key, time.GetUtcNow(), error.ValueKind == JsonValueKind.String ? error.GetString() : null));
        return reply.Json.TextAt("status")?.ToLowerInvariant() switch
        {
            "composed" when reply.Json.TextAt("meta", "track_url") is { Length: > 0 } url => new RemoteState.Succeeded(url),
            "composed" => new RemoteState.Failed(new(FailureClass.Lost, Faults.Sentence(http.ProviderOf(Api), FailureClass.Lost, "made the track and names no address of it"))),
            "failed" or "failure" or "error" => Failed("could not make this track"),
            "composing" or "started" => new RemoteState.Queued(),
            _ => new RemoteState.Running(),
        };
    }

    public async Task<Made> FetchAsync(RemoteState.Succeeded done, RemoteCall call, CancellationToken ct)
    {
        await http.DownloadAsync(Api, call.Key, done.Media, call.TempPath, ["audio/"], ct);
        return new("track.mp3", call.PriceUsd, License);
    }

    /// <summary><c>3 minutes 20 seconds</c>; what is begun of a second counts.</summary>
    internal static string LengthOf(double durationSeconds)
    {
        var seconds = (int)Math.Ceiling(durationSeconds);
        var (minutes, rest) = Math.DivRem(seconds, 60);
        string[] parts = [.. minutes > 0 ? [Count(minutes, "minute")] : (string[])[], .. rest > 0 || minutes == 0 ? [Count(rest, "second")] : (string[])[]];
        return string.Join(' ', parts);
    }

    private static string Count(int n, string unit) => string.Create(CultureInfo.InvariantCulture, $"{n} {unit}{(n == 1 ? "" : "s")}");

    private static FailureClass? Classify(int status, JsonElement answer)
    {
        if (status < 400)
            return null;
        var said = answer.TextAt("error") ?? "";
        return said.Contains("limit", StringComparison.OrdinalIgnoreCase) && said.Contains("exceed", StringComparison.OrdinalIgnoreCase)
            || said.Contains("quota", StringComparison.OrdinalIgnoreCase) || said.Contains("credit", StringComparison.OrdinalIgnoreCase)
                ? FailureClass.Quota
                : null;
    }

    private RemoteState.Failed Failed(string what) => new(new(FailureClass.Invalid, Faults.Sentence(http.ProviderOf(Api), FailureClass.Invalid, what)));
}
