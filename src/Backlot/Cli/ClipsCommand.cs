using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Backlot.Library.Clips;
using Backlot.Platform.Http;

namespace Backlot.Cli;

/// <summary><c>clips</c>: the shots of films, best first.</summary>
internal static class ClipsCommand
{
    public static Command Define()
    {
        Option<string?> url = CommonOptions.Url();
        Option<string?> data = CommonOptions.Data();
        Option<string?> sort = new("--sort") { Description = "composite, hook, novelty, psychology or newest." };
        Option<Guid?> asset = new("--asset") { Description = "Only clips of this asset." };
        Option<double?> least = new("--min-score") { Description = "Only clips with at least this composite score, 0 to 1." };
        Option<int> limit = new("--limit") { Description = "How many, 1 to 200.", DefaultValueFactory = _ => 30 };
        var command = new Command("clips", "List clips, best first.") { sort, asset, least, limit, url, data };
        command.SetAction((parsed, ct) => ListAsync(parsed.GetValue(url), parsed.GetValue(data), QueryText.Of(
            ("limit", parsed.GetValue(limit).ToString(CultureInfo.InvariantCulture)), ("sort", parsed.GetValue(sort)),
            ("asset", parsed.GetValue(asset)?.ToString()), ("minScore", parsed.GetValue(least)?.ToString(CultureInfo.InvariantCulture))), ct));
        return command;
    }

    private static async Task<int> ListAsync(string? url, string? data, string query, CancellationToken ct)
    {
        using var client = await BacklotClient.ConnectAsync(url, data, start: false, ct);
        var page = await client.GetAsync<Page<ClipView>>("/api/clips" + query, ct);
        var rows = page.Items.Select(c => (string[])[c.Id.ToString(), c.AssetId.ToString(), At(c.StartTime), Number(c.Duration) + " s",
            Score(c.CompositeScore), Score(ScoreOf(c.HookStrength)), Score(ScoreOf(c.NoveltyScore)), Score(ScoreOf(c.PsychologyScore))]);
        TextTable.Write(
            ["Clip", "Asset", "From", "Length", "Score", "Hook", "Novelty", "Psychology"], rows, "There are no clips.", page.NextCursor is not null);
        return 0;
    }

    private static double? ScoreOf(JsonElement? scored) =>
        scored is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty("score", out var score) && score.ValueKind == JsonValueKind.Number
            ? score.GetDouble()
            : null;

    private static string At(double seconds) =>
        TimeSpan.FromSeconds(seconds).ToString(seconds >= 3600 ? @"h\:mm\:ss\.f" : @"m\:ss\.f", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Score(double? score) => score?.ToString("0.00", CultureInfo.InvariantCulture) ?? "–";
}
