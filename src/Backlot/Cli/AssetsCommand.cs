using System.CommandLine;
using System.Globalization;
using Backlot.Library.Assets;
using Backlot.Platform.Files;
using Backlot.Platform.Http;

namespace Backlot.Cli;

/// <summary><c>assets</c>: what was brought in or made, newest first.</summary>
internal static class AssetsCommand
{
    public static Command Define()
    {
        Option<string?> url = CommonOptions.Url();
        Option<string?> data = CommonOptions.Data();
        Option<string?> kind = new("--kind") { Description = "Only video, audio, image or other." };
        Option<string?> text = new("--text") { Description = "Only those with this in their name." };
        Option<string?> sort = new("--sort") { Description = "newest, oldest, name, largest or longest." };
        Option<int> limit = new("--limit") { Description = "How many, 1 to 200.", DefaultValueFactory = _ => 30 };
        var command = new Command("assets", "List assets, newest first.") { kind, text, sort, limit, url, data };
        command.SetAction((parsed, ct) => ListAsync(parsed.GetValue(url), parsed.GetValue(data), QueryText.Of(
            ("limit", parsed.GetValue(limit).ToString(CultureInfo.InvariantCulture)), ("kind", parsed.GetValue(kind)),
            ("q", parsed.GetValue(text)), ("sort", parsed.GetValue(sort))), ct));
        return command;
    }

    private static async Task<int> ListAsync(string? url, string? data, string query, CancellationToken ct)
    {
        using var client = await BacklotClient.ConnectAsync(url, data, start: false, ct);
        var page = await client.GetAsync<Page<AssetView>>("/api/assets" + query, ct);
        var rows = page.Items.Select(a => (string[])[a.Id.ToString(), a.Kind, a.Filename, Length(a), a.Resolution ?? "", Size(a.SizeBytes), a.Status]);
        TextTable.Write(["Asset", "Kind", "Name", "Length", "Picture", "Size", "Status"], rows, "There are no assets.", page.NextCursor is not null);
        return 0;
    }

    private static string Length(AssetView asset) => asset.DurationSeconds is { } seconds ? Duration.Text(TimeSpan.FromSeconds(seconds)) : "";

    private static string Size(long? bytes) => bytes is { } size ? ByteSize.Text(size) : "";
}
