using System.Text.Json;
using System.Text.RegularExpressions;
using Backlot.Tests.Generation.Answers;

namespace Backlot.Tests.Generation.Fakes;

/// <summary>Beatoven.ai's compositions: how long one is to be stands in its prompt.</summary>
internal sealed partial class BeatovenFake(byte[] track) : MakerFake(track, "audio/mpeg")
{
    public override string Name => "beatoven";

    public static string Told(string status, string? url) => JsonSerializer.Serialize(new
    {
        status,
        meta = new { project_id = "p1", track_id = "t1", prompt = new { text = "p" }, version = 1, track_url = url, stems_url = new { bass = url, chords = url, melody = url, percussion = url } },
    });

    protected override bool IsOrder(AskedRequest request) => request.Line.StartsWith("POST", StringComparison.Ordinal);

    protected override string? Fault(AskedRequest request)
    {
        if (request.Header("Authorization") != "Bearer " + Key)
            return "no key";
        if (request.Line.StartsWith("GET /api/v1/tasks/", StringComparison.Ordinal))
            return null;
        return request.Line != "POST /api/v1/tracks/compose" ? $"no such call: {request.Line}"
            : !Length().IsMatch(request.Json.GetProperty("prompt").GetProperty("text").GetString() ?? "") ? "no length"
            : request.Json.GetProperty("format").GetString() is not ("wav" or "mp3" or "aac") ? "an odd format"
            : null;
    }

    protected override MakerReply Taken(AskedRequest request, int number) => MakerReply.Ok($$"""{"status": "started", "task_id": "task-{{number}}_1" }""");

    protected override MakerReply State(AskedRequest request, int times) =>
        MakerReply.Ok(times < ReadyAfter ? Told(times == 1 ? "composing" : "running", null) : Told("composed", FileUrl(times)));

    [GeneratedRegex(@"^(\d+ minutes? )?(\d+ seconds? )?of ")]
    private static partial Regex Length();
}
