using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Generation.Dummy.Shots;
using Backlot.Platform.Processes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Cli;

/// <summary>A storyboard becomes a film as a person types it, and only what is missing is made again.</summary>
public sealed class MakeFilmCommandTests(ServedFolder home) : IClassFixture<ServedFolder>
{
    private const string Brief = """
        {
          "title": "Two nights", "resolution": "360p", "settings": { "aspectRatio": "1:1" }, "brainKey": null,
          "brain": { "name": "Lamplight", "parameters": {
            "shotComposition": { "framings": ["wide shot"], "cameraMoves": ["slow push in"], "lens": "" },
            "colorGrading": { "palette": ["indigo"], "light": "" }, "pacing": { "rhythm": "" }, "narrativeBeats": [] } },
          "characters": [{ "name": "Mara", "appearance": { "clothing": "a grey coat" } }, { "name": "Jonas" }],
          "scenes": [{ "prompt": "A lighthouse above the sea at night", "durationSeconds": 2 }, { "prompt": "Mara in a hall with candles", "durationSeconds": 2 }],
          "film": { "crossfadeSeconds": 0.5, "title": { "title": "Two nights", "seconds": 2 } }
        }
        """;

    private string Path => System.IO.Path.Combine(home.Root, "film.json");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task A_storyboard_becomes_a_film_and_again_only_what_was_changed_is_made()
    {
        var target = System.IO.Path.Combine(home.Root, "film.mp4");
        await File.WriteAllTextAsync(Path, Brief, Ct);

        var first = await MakeAsync("--out", target);
        Assert.Contains("\"Two nights\": 2 scenes, 2 characters", first, StringComparison.Ordinal);
        Assert.Contains("Scene 1: shot by dummy", first, StringComparison.Ordinal);
        Assert.Contains("Scene 2: shot by dummy", first, StringComparison.Ordinal);
        Assert.Contains("5 s, ", first, StringComparison.Ordinal);
        Assert.Contains("version 1, cost $0.00", first, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(target).Length, 50_000, 20_000_000);

        var second = await MakeAsync();
        Assert.Contains("Scene 1: already shot", second, StringComparison.Ordinal);
        Assert.Contains("Scene 2: already shot", second, StringComparison.Ordinal);
        Assert.Contains("already made: version 1", second, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path, Brief.Replace("a hall with candles", "a desert at noon", StringComparison.Ordinal), Ct);
        var third = await MakeAsync();
        Assert.Contains("Scene 1: already shot", third, StringComparison.Ordinal);
        Assert.Contains("Scene 2: shot by dummy", third, StringComparison.Ordinal);
        Assert.Contains("version 2", third, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "title": "No scenes" }""", "scenes")]
    [InlineData("""{ "title": "Odd", "scenes": [], "sceens": [] }""", "sceens")]
    [InlineData("not json", "film.json")]
    public async Task A_file_that_is_no_storyboard_is_refused_in_one_sentence(string json, string says)
    {
        await File.WriteAllTextAsync(Path, json, Ct);

        var wrong = await OwnCommandLine.RunAsync("make", "film", Path, "--data", home.Root);

        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains(says, wrong.StderrTail, StringComparison.Ordinal);
        Assert.Contains("examples/lighthouse.json", wrong.StderrTail, StringComparison.Ordinal);
    }

    /// <summary>The one that is shipped keeps what it promises, in shots that are as short as there are.</summary>
    [Fact(Timeout = 240_000)]
    public async Task The_example_becomes_a_film_that_plays_and_again_costs_nothing_and_says_why()
    {
        var (example, target) = (System.IO.Path.Combine(home.Root, "lighthouse.json"), System.IO.Path.Combine(home.Root, "lighthouse.mp4"));
        var shipped = JsonNode.Parse(await File.ReadAllTextAsync(System.IO.Path.Combine(Repository.Root, "examples/lighthouse.json"), Ct))!;
        foreach (var scene in shipped["scenes"]!.AsArray())
        {
            Assert.InRange(scene!["durationSeconds"]!.GetValue<double>(), MovingShot.LeastSeconds, MovingShot.MostSeconds);
            scene!["durationSeconds"] = MovingShot.LeastSeconds;
        }
        await File.WriteAllTextAsync(example, shipped.ToJsonString(), Ct);

        var first = await MakeFromAsync(example, "--resolution", "360p", "--out", target);
        var again = await MakeFromAsync(example, "--resolution", "360p");

        Assert.Contains("\"The lighthouse\": 6 scenes, 2 characters", first, StringComparison.Ordinal);
        Assert.All(Enumerable.Range(1, 6), scene => Assert.Contains($"Scene {scene}: shot by dummy", first, StringComparison.Ordinal));
        Assert.All(Enumerable.Range(1, 6), scene => Assert.Contains($"Scene {scene}: already shot", again, StringComparison.Ordinal));
        Assert.Contains("Film       already made: version 1", again, StringComparison.Ordinal);
        Assert.Contains("version 1, cost $0.00", again, StringComparison.Ordinal);
        // Shots of 12 s and cards of 6.5 s, with seven crossfades of 0.75 s between them; every frame of it is decoded.
        Assert.Equal(["h264 640 360 24/1", "aac 44100"], await StreamsAsync(target));
        Assert.InRange(await SecondsAsync(target), 13.2, 13.3);
        var played = await ChildProcess.RunAsync(new("ffmpeg", ["-v", "error", "-xerror", "-i", target, "-f", "null", "-"]), Ct);
        Assert.Equal((0, ""), (played.ExitCode, played.StderrTail));
    }

    private static async Task<IReadOnlyList<string>> StreamsAsync(string film)
    {
        var probed = await ProbeAsync(film, "stream=codec_name,width,height,r_frame_rate,sample_rate");
        return [.. probed.GetProperty("streams").EnumerateArray().Select(stream => stream.TryGetProperty("sample_rate", out var rate)
            ? $"{stream.GetProperty("codec_name")} {rate}"
            : $"{stream.GetProperty("codec_name")} {stream.GetProperty("width")} {stream.GetProperty("height")} {stream.GetProperty("r_frame_rate")}")];
    }

    private static async Task<double> SecondsAsync(string film) => double.Parse(
        (await ProbeAsync(film, "format=duration")).GetProperty("format").GetProperty("duration").GetString() ?? "", CultureInfo.InvariantCulture);

    private static async Task<JsonElement> ProbeAsync(string film, string entries)
    {
        var probed = await ChildProcess.RunAsync(new("ffprobe", ["-v", "error", "-show_entries", entries, "-of", "json", film]), Ct);
        Assert.True(probed.ExitCode == 0, probed.StderrTail);
        return JsonSerializer.Deserialize<JsonElement>(probed.Stdout);
    }

    private Task<string> MakeAsync(params string[] more) => MakeFromAsync(Path, more);

    private async Task<string> MakeFromAsync(string file, params string[] more)
    {
        ProcessResult made = await OwnCommandLine.RunAsync(["make", "film", file, "--data", home.Root, .. more]);
        Assert.True(made.ExitCode == 0, made.StderrTail + made.Stdout);
        return made.Stdout;
    }
}
