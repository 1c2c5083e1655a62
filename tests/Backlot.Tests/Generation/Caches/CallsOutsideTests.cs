using System.Collections.Concurrent;
using System.Net;
using Backlot.Generation.Caches;
using Backlot.Generation.Keys;
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
        var watch = new Watch();
        await using var veo = new VeoFake { Film = await ShotApiTests.FilmAsync() };
        await using var leonardo = new LeonardoFake(await OrderedAlbum.PictureAsync());
        await using var openai = new EmbeddingFake { Arrived = _ => watch.LookAsync("a vector is made") };
        await using var pinecone = await FakePinecone.StartAsync();
        pinecone.Arrived = watch.LookAsync;
        await using var server = await OrderServer.StartAsync(cluster, [veo], pinecone: pinecone, drawers: [leonardo, openai]);
        watch.Database = server.Database;
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
        Assert.Equal(["a vector is made", "vectors/upsert"], watch.Asked.Distinct().Order());
        Assert.Empty(watch.Waiting);
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_reports_a_wrong_hit_asks_nobody_and_the_vector_is_made_when_the_report_first_counts()
    {
        var watch = new Watch();
        await using var openai = new EmbeddingFake { Arrived = _ => watch.LookAsync("a vector is made") };
        await using var server = await TestServer.StartAsync(cluster, settings: given => openai.Lead(given with { RunsJobs = false }));
        watch.Database = server.Database;
        await server.Http.SendAsync<KeyStored>(HttpMethod.Put, "/api/keys/openai", new NewKey(MakerFake.Key));
        await server.KeepAsync(CachesOfServer.Lighthouse);
        var paraphrase = CachesOfServer.Lighthouse with { Prompt = "At sunset, a solitary lighthouse on a cliff" };
        var hit = await server.FindAsync(paraphrase);
        // Asked for in words whose vector nobody remembers.
        var generation = await server.Database.ValueAsync<Guid>("""
            insert into generations (user_id, intent_key, kind, provider, prompt, served_by, metadata, status, completed_at)
            values ($1, '1', 'video', 'dummy', 'A chapel on a cliff', 'semantic', $2::jsonb, 'completed', now()) returning id
            """, server.OwnerId, hit!.NoteIn());
        var before = openai.Requests.Count;

        await server.Http.SendAsync<WrongHitView>(HttpMethod.Post, "/api/cache/reports", new NewWrongHit(generation), HttpStatusCode.Created);
        var reported = openai.Requests.Count;
        var now = await server.FindAsync(paraphrase);

        Assert.Equal((before, before + 1), (reported, openai.Requests.Count));
        Assert.Null(now);
        Assert.Equal("openai text-embedding-3-large", await server.Database.ValueAsync<string>("select embedded_by from cache_reports"));
        Assert.Empty(watch.Waiting);
    }

    /// <summary>Looks into the database while another machine is asked.</summary>
    private sealed class Watch
    {
        public ConcurrentQueue<string> Asked { get; } = [];

        /// <summary>What a transaction waited for.</summary>
        public ConcurrentQueue<string> Waiting { get; } = [];

        public NpgsqlConnectionStringBuilder? Database { get; set; }

        /// <summary>What was open when it was asked and is the server's own business ends by itself; what waits for the answer does not.</summary>
        public async Task LookAsync(string what)
        {
            Asked.Enqueue(what);
            if (Database is not { } database)
                return;
            var arrived = await database.ValueAsync<DateTime>("select clock_timestamp()");
            for (var look = 0; await database.ValueAsync<long>(OpenSince, arrived) > 0; look++)
            {
                if (look == 100)
                {
                    Waiting.Enqueue(what);
                    return;
                }
                await Task.Delay(20, Ct);
            }
        }
    }
}
