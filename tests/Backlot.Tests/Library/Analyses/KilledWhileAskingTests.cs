using System.Net.Http.Json;
using Backlot.Generation.Keys;
using Backlot.Library.Analyses;
using Backlot.Library.Assets;
using Backlot.Platform.Http;
using Backlot.Platform.Processes;
using Backlot.Tests.Generation.Answers;
using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Analyses;

/// <summary>Pulling the plug while a provider works.</summary>
public sealed class KilledWhileAskingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_server_asks_again_only_what_it_had_no_answer_to()
    {
        var data = Path.Combine(Path.GetTempPath(), "backlot-killed-" + Guid.CreateVersion7().ToString("N")[^12..]);
        using var footage = new Footage();
        var made = await ChildProcess.RunAsync(new("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "sine=f=330:r=8000:d=604", footage.At("talk.flac")]), Ct);
        Assert.True(made.ExitCode == 0, made.StderrTail);
        Footage.Age(footage.At("talk.flac"));
        var asking = new TaskCompletionSource();
        await using var fake = new FakeAnswerer(
            AskedReply.Ok(OpenAiDialect.Verbose(302, (0, 1, "One."))), AskedReply.Hang, AskedReply.Ok(OpenAiDialect.Verbose(302, (0, 1, "Two."))))
        {
            Arrived = n => { if (n == 1) asking.SetResult(); return Task.CompletedTask; },
        };
        KeyValuePair<string, string>[] settings =
        [
            new("BACKLOT_PROVIDER_URLS", $"openai=http://127.0.0.1:{fake.Port}/v1"), new("BACKLOT_OUTBOUND_ALLOW", $"127.0.0.1:{fake.Port}"),
        ];
        try
        {
            var server = await ServerProcess.StartAsync(data, settings);
            (await server.Http.PutAsJsonAsync("/api/keys/openai", new NewKey(FakeAnswerer.Key), Ct)).EnsureSuccessStatusCode();
            await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(footage.Root))).Id);
            var sound = Assert.Single((await server.Http.GetFromJsonAsync<Page<AssetView>>("/api/assets", Ct))!.Items);
            var ordered = await server.Http.PostAsJsonAsync($"/api/assets/{sound.Id}/analyses", new NewAnalysis("transcript", Provider: "openai"), Ct);
            Assert.True(ordered.IsSuccessStatusCode, await ordered.Content.ReadAsStringAsync(Ct));
            await asking.Task.WaitAsync(Ct);        // of the second piece; the first is answered
            await server.KillAsync();

            server = await ServerProcess.StartAsync(data, settings);
            AnalysisView analysis;
            do
            {
                await Task.Delay(50, Ct);
                analysis = Assert.Single((await server.Http.GetFromJsonAsync<Page<AnalysisView>>($"/api/assets/{sound.Id}/analyses", Ct))!.Items);
            }
            while (analysis.Status is "pending" or "processing");

            Assert.True(analysis.Status == "completed", analysis.Error);
            Assert.Equal("One. Two.", analysis.Result!.Value.GetProperty("text").GetString());
            // One call a piece, and one more for the piece whose answer never came.
            Assert.Equal(3, fake.Requests.Count);
            Assert.Equal("1, 2", await server.QueryAsync<string>("select string_agg(metadata ->> 'calls', ', ' order by created_at) from generations"));
            Assert.Equal(0.0604m, analysis.CostUsd);      // two pieces of 302 s at 0.006 a minute, each rounded up
            Assert.Empty(Directory.GetFileSystemEntries(server.Folder.Temp));
            await server.DisposeAsync();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
