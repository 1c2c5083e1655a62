using System.Text.Json;
using Backlot.Tests.Generation.Answers;

namespace Backlot.Tests.Generation.Fakes;

/// <summary>Mubert's tracks, API v3.</summary>
internal sealed class MubertFake(byte[] track) : MakerFake(track, "audio/mpeg")
{
    private const string Base = "/api/v3";

    public override string Name => "mubert";
    public override string Url => base.Url + Base;

    public static string Told(string id, string status, string? url) => JsonSerializer.Serialize(new
    {
        data = new
        {
            id, session_id = "s1", playlist_index = "1.0.0", prompt = "p", duration = 3, intensity = 2, mode = "track", key = "Am", bpm = 90, created_at = "2026-11-21T10:00:00Z",
            generations = new[] { new { session_id = "s1", format = "mp3", bitrate = 320, status, generated_at = (string?)null, expired_at = (string?)null, created_at = "2026-11-21T10:00:00Z", url } },
        },
    });

    /// <summary>What is used up, or too much at once, is told so, too.</summary>
    public static string Forbidden(string code) => $$"""{"message": "Forbidden by the license", "code": "{{code}}", "type": "monthly", "tracks_count": 100, "tracks_count_limit": 100}""";

    protected override bool IsOrder(AskedRequest request) => request.Line.StartsWith("POST", StringComparison.Ordinal);

    protected override string? Fault(AskedRequest request)
    {
        if (request.Header("customer-id") != Key || request.Header("access-token") != Secret)
            return "no key";
        if (request.Line.StartsWith($"GET {Base}/public/tracks/", StringComparison.Ordinal))
            return null;
        if (request.Line != $"POST {Base}/public/tracks")
            return $"no such call: {request.Line}";
        var body = request.Json;
        return body.GetProperty("duration").GetInt32() < 5 ? "too short"
            : body.GetProperty("prompt").GetString() is not { Length: > 0 and <= 255 } ? "no prompt"
            : body.GetProperty("format").GetString() is not ("mp3" or "wav") ? "an odd format"
            : body.GetProperty("bitrate").GetInt32() is not (32 or 96 or 128 or 192 or 256 or 320) ? "an odd rate"
            : null;
    }

    protected override MakerReply Taken(AskedRequest request, int number) => MakerReply.Ok(Told($"track-{number}", "processing", null));

    protected override MakerReply State(AskedRequest request, int times) =>
        MakerReply.Ok(times < ReadyAfter ? Told("t", "processing", null) : Told("t", "done", FileUrl(times)));
}
