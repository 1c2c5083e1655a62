using Backlot.Platform.Database;
using Backlot.Tests.Support;

namespace Backlot.Tests.Platform.Database;

public sealed class ChannelProvidersDownTests(TestCluster cluster)
{
    [Fact(Timeout = 60_000)]
    public async Task Pictures_by_OpenAI_stay_where_the_schema_has_no_word_for_them()
    {
        var database = await cluster.NewDatabaseAsync();
        await FilledTables.FillAsync(database);
        await database.RunAsync("update images set provider = 'openai'");
        var count = await database.ValueAsync<long>("select count(*) from images");
        var schema = new Schema(database);

        while (!(await schema.DownAsync(1, TestContext.Current.CancellationToken)).Contains("0019_channel_providers"))
            Assert.True(await database.ValueAsync<bool>("select exists (select from images)"));
        await schema.UpAsync(TestContext.Current.CancellationToken);

        Assert.Equal(count, await database.ValueAsync<long>("select count(*) from images where provider = 'import'"));
    }
}
