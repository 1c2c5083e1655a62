using Backlot.Generation;
using Backlot.Generation.Caches.Semantic;
using Backlot.Platform;
using Backlot.Tests.Support;
using static Backlot.Tests.Generation.Caches.CachesOfServer;

namespace Backlot.Tests.Generation.Caches;

public sealed class PineconeTests(TestCluster cluster)
{
    private const string Paraphrase = "At sunset, a solitary lighthouse on a cliff";

    [Fact(Timeout = 60_000)]
    public async Task Vectors_are_kept_and_looked_for_there_and_rows_in_the_database()
    {
        await using var pinecone = await FakePinecone.StartAsync();
        await using var server = await TestServer.StartAsync(cluster, settings: pinecone.Lead);

        var asset = await server.KeepAsync(Lighthouse);
        var hit = await server.FindAsync(Lighthouse with { Prompt = Paraphrase });

        Assert.Equal((ServedBy.Semantic, asset), (hit!.Level, hit.AssetId));
        Assert.Equal(1536, Assert.Single(pinecone.Records).Value.Values.Length);
        Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from semantic_cache where prompt_embedding is null"));
        Assert.Null(await server.FindAsync(Lighthouse with { Prompt = Paraphrase, Model = "dummy v2" }));
        Assert.Null(await server.FindAsync(Lighthouse with { Prompt = "At sunset, a solitary lighthouse on a hill" }));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_database_has_not_any_more_is_deleted_there_when_it_is_met()
    {
        await using var pinecone = await FakePinecone.StartAsync();
        await using var server = await TestServer.StartAsync(cluster, settings: pinecone.Lead);
        await server.DeleteAssetAsync(await server.KeepAsync(Lighthouse));

        Assert.Null(await server.FindAsync(Lighthouse with { Prompt = Paraphrase }));

        Assert.Empty(pinecone.Records);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(500, "oops")]
    [InlineData(429, """{"code": 8, "message": "Too many requests"}""")]
    [InlineData(200, "<html>not this</html>")]
    [InlineData(200, """{"matches": 5}""")]
    [InlineData(200, """{"matches": [{"id": "no id of ours", "score": 0.99}, {"id": 7}]}""")]
    public async Task A_Pinecone_that_answers_wrong_is_a_miss_and_what_is_made_is_kept(int status, string body)
    {
        await using var pinecone = await FakePinecone.StartAsync();
        await using var server = await TestServer.StartAsync(cluster, settings: pinecone.Lead);
        pinecone.Fault = (status, body);

        await server.KeepAsync(Lighthouse);

        Assert.Null(await server.FindAsync(Lighthouse with { Prompt = Paraphrase }));
        Assert.Equal(ServedBy.Exact, (await server.FindAsync(Lighthouse))!.Level);
    }

    [Fact]
    public void Host_and_key_go_together()
    {
        Assert.Null(PineconeSettings.Parse(null, null));
        Assert.Equal("https://films-abc.svc.aped.pinecone.io", PineconeSettings.Parse("films-abc.svc.aped.pinecone.io", "k")?.Url);
        Assert.Throws<StartFailed>(() => PineconeSettings.Parse("films-abc.svc.aped.pinecone.io", null));
        Assert.Throws<StartFailed>(() => PineconeSettings.Parse(null, "k"));
        Assert.Throws<StartFailed>(() => PineconeSettings.Parse("https://films.example/path", "k"));
    }
}
