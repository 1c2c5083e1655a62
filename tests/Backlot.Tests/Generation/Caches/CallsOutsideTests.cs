using System.Collections.Concurrent;
using System.Net;
using Backlot.Studio.Projects;
using Backlot.Studio.Shots;
using Backlot.Tests.Channels.Albums;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Generation.Orders;
using Backlot.Tests.Studio;
using Backlot.Tests.Studio.Shots;
using Backlot.Tests.Support;
using Npgsql;

namespace Backlot.Tests.Generation.Caches;

/// <summary>Machines that make or keep vectors are asked while no transaction is open: a slow one must not keep the database waiting.</summary>
public sealed class CallsOutsideTests(TestCluster cluster)
{
    private const string OpenSince = """
        select count(*) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state = 'idle in transaction' and xact_start <= $1
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task No_transaction_waits_for_a_machine_that_makes_or_keeps_vectors()
    {
        var (asked, waiting) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        NpgsqlConnectionStringBuilder? database = null;
        await using var veo = new VeoFake { Film = await ShotApiTests.FilmAsync() };
        await using var leonardo = new LeonardoFake(await OrderedAlbum.PictureAsync());
        await using var openai = new EmbeddingFake { Arrived = _ => LookAsync("a vector is made") };
        await using var pinecone = await FakePinecone.StartAsync();
        pinecone.Arrived = LookAsync;
        await using var server = await OrderServer.StartAsync(cluster, [veo], pinecone: pinecone, drawers: [leonardo, openai]);
        database = server.Database;
        var http = server.Server.Http;
        var project = await http.AddProjectAsync(new("The lighthouse", Settings: new(Drawing: new(["leonardo"]))));
        await http.AddCharacterAsync(project.Id, new("Mara", new(Clothing: "a yellow oilskin coat")));

        foreach (var words in (string[])["Mara climbs the stairs", "Mara lights the lamp"])
        {
            var scene = await http.AddSceneAsync(project.Id, new(words, DurationSeconds: 8));
            // Where no cache is asked, the vector is made when the shot is kept.
            await http.SendAsync<OrderedShotView>(
                HttpMethod.Post, $"/api/scenes/{scene.Id}/generate", new NewSceneShot(Provider: "veo", Anew: true), HttpStatusCode.Accepted);
            await server.UntilEndedAsync();
        }

        Assert.Equal(2, await server.Database.ValueAsync<long>("select count(*) from semantic_cache where embedded_by like 'openai %'"));
        Assert.Equal(["a vector is made", "vectors/upsert"], asked.Distinct().Order());
        Assert.Empty(waiting);

        // What was open when it was asked and is the server's own business ends by itself; what waits for the answer does not.
        async Task LookAsync(string what)
        {
            asked.Enqueue(what);
            if (database is null)
                return;
            var arrived = await database.ValueAsync<DateTime>("select clock_timestamp()");
            for (var look = 0; await database.ValueAsync<long>(OpenSince, arrived) > 0; look++)
            {
                if (look == 100)
                {
                    waiting.Enqueue(what);
                    return;
                }
                await Task.Delay(20, Ct);
            }
        }
    }
}
