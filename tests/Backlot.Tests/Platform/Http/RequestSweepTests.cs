using System.Net;
using Backlot.Platform.Http.Idempotency;
using Backlot.Tests.Platform.Http.Idempotency;
using Backlot.Studio.Storyboards;
using Backlot.Tests.Support;

namespace Backlot.Tests.Platform.Http;

public sealed class RequestSweepTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_key_is_good_for_a_day_and_then_forgotten_page_by_page()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var answer = await NameOnceAsync(server);
        // Many pages of old ones, one that is a minute too young, and the one from above.
        await server.Database.RunAsync("""
            insert into idempotency_keys (user_id, key, fingerprint, status, headers, body, created_at)
            select $1, 'old-' || n, sha256('x'), 201, '{}'::jsonb, 'x'::bytea, now() - interval '24 hours 1 second' from generate_series(1, 2500) n
            union all
            select $1, 'young', sha256('x'), 201, '{}'::jsonb, 'x'::bytea, now() - interval '23 hours 59 minutes'
            """, server.OwnerId);

        // Each start of a server sweeps.
        await using var other = await TestServer.StartAsync(cluster, database: server.Database);
        await server.Database.UntilAsync("select count(*) = 2 from idempotency_keys");

        Assert.Equal(["once", "young"], await server.Database.ColumnAsync<string>("select key from idempotency_keys order by key"));
        Assert.Equal(answer, await NameOnceAsync(server));
    }

    [Fact(Timeout = 60_000)]
    public async Task Counts_of_requests_are_forgotten_when_their_windows_are_long_over()
    {
        var database = await cluster.NewDatabaseAsync();
        await database.RunAsync("""
            insert into rate_counters (policy, subject, window_start, used)
            values ('read', 'old', now() - interval '25 hours', 1), ('read', 'young', now(), 1)
            """);

        await using var server = await TestServer.StartAsync(cluster, database: database);
        await database.UntilAsync("select not exists (select from rate_counters where subject = 'old')");

        Assert.Equal(["young"], await database.ColumnAsync<string>("select subject from rate_counters where policy = 'read' and subject in ('old', 'young')"));
    }

    private static async Task<string> NameOnceAsync(TestServer server)
    {
        using var request = IdempotencyKeyTests.Request("/api/storyboards", new NewStoryboard("Once"));
        request.Headers.Add(IdempotencyKeys.Header, "once");
        using var reply = await server.Http.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.Created, reply.StatusCode);
        return await reply.Content.ReadAsStringAsync(Ct);
    }
}
