using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Platform.Http.Idempotency;
using Backlot.Tests.Support;

namespace Backlot.Tests.Platform.Http.Idempotency;

public sealed class KilledBeforeAnswerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_server_that_dies_after_the_commit_and_before_the_answer_gives_the_answer_when_it_is_back()
    {
        var data = Path.Combine(Path.GetTempPath(), "backlot-unanswered-" + Guid.CreateVersion7().ToString("N")[^12..]);
        try
        {
            var server = await ServerProcess.StartAsync(data);
            var channel = await server.Http.AddChannelAsync();
            await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(server.Http, channel, dies: true));
            await server.KillAsync();
            server = await ServerProcess.StartAsync(data);

            using var again = await PostAsync(server.Http, channel, dies: false);

            Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
            Assert.Equal("true", Assert.Single(again.Headers.GetValues(IdempotencyKeys.Replayed)));
            Assert.Equal(1L, await server.QueryAsync<long>("select count(*) from video_jobs"));
            Assert.Equal(await server.QueryAsync<Guid>("select id from video_jobs"), (await again.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid());
            await server.DisposeAsync();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, Guid channel, bool dies)
    {
        using var request = IdempotencyKeyTests.Request($"/api/channels/{channel}/video-jobs", AlbumRequests.OneMinute);
        request.Headers.Add(IdempotencyKeys.Header, "killed");
        if (dies)
            request.Headers.Add(DeathBeforeAnswer.Header, "now");
        return await http.SendAsync(request, Ct);
    }
}
