using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Library;
using Backlot.Library.Analyses;
using Backlot.Library.Footage;
using Backlot.Platform.Http;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Analyses;

public sealed class AnalysisApiTests(TestCluster cluster, SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Metadata = """{"streams":[{"kind":"video","codec":"h264","frameRate":"25/1"}],"loudness":{"integratedLufs":-16.5,"rangeLu":4,"truePeakDbtp":-1},"decodesInBrowser":true}""";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_workflow_finds_all_that_signals_tell_of_a_film()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var film = await AddFilmAsync(server);

        var ordered = await OrderAsync(server, film.Id, new { workflow = "signals", priority = 9 });
        var made = await UntilMadeAsync(server, film.Id, ordered.Items.Count);

        Assert.Equal(["loudness", "palette", "scenes", "technical"], made.Keys.Order());
        Assert.All(made.Values, a => Assert.Equal(("completed", "local", "signals", 9, 0, 0m), (a.Status, a.Provider, a.Workflow, a.Priority, a.TokenUsage, a.CostUsd)));
        Assert.All(made.Values, a => Assert.NotNull(a.ProcessingTimeMs));
        Assert.Equal(-16.5, Of(made["loudness"], "loudness", "integratedLufs").GetDouble());
        Assert.Equal((3, 5), (Of(made["scenes"], "shots").GetInt32(), Of(made["scenes"], "meanSeconds").GetDouble()));
        Assert.Equal(3, Of(made["scenes"], "list").GetArrayLength());
        Assert.Equal(("h264", 1280), (Of(made["technical"], "streams")[0].GetProperty("codec").GetString(), Of(made["technical"], "width").GetInt32()));
        Assert.Equal(made["palette"].Id, (await server.Http.GetFromJsonAsync<AnalysisView>($"/api/analyses/{made["palette"].Id}", Ct))?.Id);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_palette_names_the_colours_there_are_by_how_much_of_them_there_is()
    {
        await using var server = await TestServer.StartAsync(cluster);
        // All of one shot is one strong reddish colour, all of the other the darkest grey.
        var film = await AddFilmAsync(server, Only(bin: (2 * 3 + 2) * 4 + 1), Only(bin: 96), Only(bin: 97));

        await OrderAsync(server, film.Id, new { type = "palette" });
        var colours = Of((await UntilMadeAsync(server, film.Id, 1))["palette"], "colours").EnumerateArray().ToList();

        Assert.Equal([0.6667, 0.3333], colours.Select(c => c.GetProperty("share").GetDouble()));
        Assert.Equal("#101010", colours[0].GetProperty("hex").GetString());
        var hex = colours[1].GetProperty("hex").GetString()!;
        Assert.True(Convert.ToInt32(hex[1..3], 16) > 1.5 * Convert.ToInt32(hex[3..5], 16) && Convert.ToInt32(hex[1..3], 16) > 1.5 * Convert.ToInt32(hex[5..7], 16), hex);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{}""", "type: give either a type or a workflow.")]
    [InlineData("""{"type": "palette", "workflow": "signals"}""", "type: give either a type or a workflow.")]
    [InlineData("""{"type": "mood"}""", "type: it is 'mood'")]
    [InlineData("""{"type": "description"}""", "provider: a description takes a provider that sees and hears: name openai or gemini.")]
    [InlineData("""{"type": "transcript", "provider": "local"}""", "provider: a transcript takes a provider that sees and hears")]
    [InlineData("""{"type": "palette", "provider": "openai"}""", "provider: openai makes description and transcript; leave it out for palette.")]
    [InlineData("""{"type": "description", "provider": "gemini"}""", "type: its film was not read yet")]
    [InlineData("""{"workflow": "full"}""", "provider: this workflow takes a provider that sees and hears")]
    [InlineData("""{"workflow": "full", "provider": "gemini"}""", "workflow: its film was not read yet")]
    [InlineData("""{"workflow": "signals", "provider": "gemini"}""", "provider: gemini makes description and transcript")]
    [InlineData("""{"type": "palette", "provider": "nobody"}""", "provider: it is 'nobody'")]
    [InlineData("""{"type": "palette", "priority": 10}""", "priority: it is 10")]
    [InlineData("""{"type": "scenes"}""", "type: its film was not read yet")]
    public async Task What_cannot_be_found_out_is_a_sentence_and_orders_nothing(string body, string message)
    {
        var server = shared.Server;
        var film = await MadeFootage.AddFilmAsync(server);

        using var reply = await server.Http.PostAsync(new Uri($"/api/assets/{film.Id}/analyses", UriKind.Relative),
            new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Ct);

        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.Equal((422, "invalid"), (problem.Status, problem.Code));
        Assert.StartsWith(message, problem.Detail, StringComparison.Ordinal);
        Assert.Equal(0, await server.Database.ValueAsync<long>("select (select count(*) from analysis_results) + (select count(*) from jobs)"));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_analysis_that_cannot_be_made_says_why()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var picture = await MadeFootage.AddFilmAsync(server, kind: AssetKind.Image, durationSeconds: null);
        var path = Path.Combine(server.Folder.Blobs, picture.Sha256![..2], picture.Sha256[2..4], picture.Sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "no picture at all", Ct);

        await OrderAsync(server, picture.Id, new { type = "palette" });
        var failed = (await UntilMadeAsync(server, picture.Id, 1))["palette"];

        Assert.Equal("failed", failed.Status);
        Assert.StartsWith("film.mp4 ", failed.Error, StringComparison.Ordinal);
        Assert.NotNull(failed.CompletedAt);
    }

    private static async Task<Asset> AddFilmAsync(TestServer server, params ClipSignals[] shots)
    {
        var film = await MadeFootage.AddFilmAsync(server, durationSeconds: 15, metadata: Metadata);
        await MadeFootage.AddClipsAsync(server, film, shots is [] ? Enumerable.Repeat(MadeFootage.Calm, 3) : shots);
        await server.Database.RunAsync("update assets set footage_read_at = now(), has_audio = true where id = $1", film.Id);
        return film;
    }

    private static ClipSignals Only(int bin) =>
        MadeFootage.Calm with { ColourHistogram = [.. Enumerable.Range(0, 128).Select(b => b == bin ? 1.0 : 0)] };

    private static async Task<OrderedAnalyses> OrderAsync(TestServer server, Guid asset, object wanted)
    {
        using var reply = await server.Http.PostAsJsonAsync($"/api/assets/{asset}/analyses", wanted, Ct);
        Assert.True(reply.StatusCode == HttpStatusCode.Accepted, await reply.Content.ReadAsStringAsync(Ct));
        return await reply.Content.ReadFromJsonAsync<OrderedAnalyses>(Ct) ?? throw new JsonException();
    }

    /// <summary>By their types.</summary>
    private static async Task<Dictionary<string, AnalysisView>> UntilMadeAsync(TestServer server, Guid asset, int count)
    {
        await server.Database.UntilAsync("select count(*) = $2 from analysis_results where asset_id = $1 and completed_at is not null", asset, (long)count);
        var page = await server.Http.GetFromJsonAsync<Page<AnalysisView>>($"/api/assets/{asset}/analyses", Ct);
        return page!.Items.ToDictionary(a => a.Type);
    }

    private static JsonElement Of(AnalysisView analysis, params string[] path) =>
        path.Aggregate(analysis.Result ?? throw new JsonException($"{analysis.Type}: {analysis.Error}"), (at, name) => at.GetProperty(name));
}
