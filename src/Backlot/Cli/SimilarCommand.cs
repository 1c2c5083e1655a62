using System.CommandLine;
using System.Globalization;
using Backlot.Library.Similarity;

namespace Backlot.Cli;

/// <summary><c>similar CLIP</c>: the clips most like a clip, nearest first.</summary>
internal static class SimilarCommand
{
    public static Command Define()
    {
        Option<string?> url = CommonOptions.Url();
        Option<string?> data = CommonOptions.Data();
        Argument<Guid> clip = new("CLIP") { Description = "The clip that others are compared with." };
        Option<Guid?> asset = new("--asset") { Description = "Only clips of this asset." };
        Option<double?> least = new("--min-score") { Description = "Only clips with at least this composite score, 0 to 1." };
        Option<int> limit = new("--limit") { Description = "How many, 1 to 200.", DefaultValueFactory = _ => 20 };
        var command = new Command("similar", "List the clips most like a clip, nearest first.") { clip, asset, least, limit, url, data };
        command.SetAction((parsed, ct) => ListAsync(parsed.GetValue(url), parsed.GetValue(data), parsed.GetValue(clip), QueryText.Of(
            ("limit", parsed.GetValue(limit).ToString(CultureInfo.InvariantCulture)), ("asset", parsed.GetValue(asset)?.ToString()),
            ("minScore", parsed.GetValue(least)?.ToString(CultureInfo.InvariantCulture))), ct));
        return command;
    }

    private static async Task<int> ListAsync(string? url, string? data, Guid clip, string query, CancellationToken ct)
    {
        using var client = await BacklotClient.ConnectAsync(url, data, start: false, ct);
        var found = await client.GetAsync<SimilarClips>($"/api/clips/{clip}/similar{query}", ct);
        var rows = found.Items.Select(c => (string[])[c.ClipId.ToString(), c.AssetId.ToString(), Number(c.Similarity, "0.000"),
            Number(c.StartTime, "0.0") + " s", Number(c.EndTime - c.StartTime, "0.0") + " s", c.CompositeScore is { } score ? Number(score, "0.00") : "–"]);
        TextTable.Write(["Clip", "Asset", "Likeness", "From", "Length", "Score"], rows, "There are no other clips with a vector.", false);
        return 0;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
