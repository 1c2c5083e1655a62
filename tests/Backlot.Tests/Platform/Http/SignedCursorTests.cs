using System.Text.Json;
using Backlot.Tests.Api;
using Backlot.Tests.Support;

namespace Backlot.Tests.Platform.Http;

/// <summary>A cursor is good for the user, the list and the filter it was given for, and for nothing else.</summary>
public sealed class SignedCursorTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_walk_finds_what_was_there_throughout_exactly_once_while_a_thousand_rows_come_and_go()
    {
        await using var server = await TestServer.StartAsync(cluster, ApiServer.WithoutWorker);
        await InsertAsync(server, "stays", 300);
        await InsertAsync(server, "goes", 1000);
        var stays = (await server.Database.ColumnAsync<Guid>("select id from jobs where kind = 'stays'")).ToHashSet();
        var walked = new List<Guid>();

        for (string? next = "/api/jobs?limit=20"; next is not null;)
        {
            var (ids, link) = await PageAsync(server.Http, next);
            walked.AddRange(ids);
            next = link;
            // Some before the place, some after it, and some that are new.
            await server.Database.RunAsync("delete from jobs where id in (select id from jobs where kind = 'goes' order by random() limit 50)");
            await InsertAsync(server, "comes", 50);
        }

        Assert.Equal(walked.Count, walked.Distinct().Count());
        Assert.Empty(stays.Except(walked));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cursor_with_any_character_changed_is_refused()
    {
        await using var server = await TestServer.StartAsync(cluster, ApiServer.WithoutWorker);
        await InsertAsync(server, "job", 3);
        var cursor = await CursorAsync(server.Http, "/api/jobs?limit=1");

        for (var i = 0; i < cursor.Length; i++)
            await IsRefusedAsync(server.Http, $"/api/jobs?limit=1&cursor={cursor[..i]}{(cursor[i] == 'A' ? 'B' : 'A')}{cursor[(i + 1)..]}");
        foreach (var other in (string[])["", "A", cursor[..^1], cursor + "A", cursor[..^22], cursor[^22..], "%00", new string('A', 5000)])
            await IsRefusedAsync(server.Http, $"/api/jobs?limit=1&cursor={other}");
        Assert.Single((await PageAsync(server.Http, $"/api/jobs?limit=1&cursor={cursor}")).Ids);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cursor_is_good_for_its_user_its_list_and_its_filter_only()
    {
        await using var server = await TestServer.StartAsync(cluster, ApiServer.WithoutWorker);
        using var bob = await TestUser.AddAsync(server, "bob");
        await InsertAsync(server, "job", 3);
        await server.Database.RunAsync("insert into channels (user_id, name, brand_niche) select $1, 'c' || n, 'x' from generate_series(1, 3) n", server.OwnerId);
        var cursor = await CursorAsync(server.Http, "/api/jobs?limit=1&status=queued");

        await IsRefusedAsync(bob.Http, $"/api/jobs?limit=1&status=queued&cursor={cursor}");
        await IsRefusedAsync(server.Http, $"/api/channels?limit=1&cursor={cursor}");
        await IsRefusedAsync(server.Http, $"/api/jobs?limit=1&cursor={cursor}");
        await IsRefusedAsync(server.Http, $"/api/jobs?limit=1&status=running&cursor={cursor}");
        await IsRefusedAsync(server.Http, $"/api/jobs?limit=1&status=queued&subject={Guid.CreateVersion7()}&cursor={cursor}");

        Assert.Equal(2, (await PageAsync(server.Http, $"/api/jobs?status=queued&limit=50&cursor={cursor}")).Ids.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_link_to_the_next_page_is_the_cursor_of_the_body_with_the_same_filter()
    {
        await using var server = await TestServer.StartAsync(cluster, ApiServer.WithoutWorker);
        await InsertAsync(server, "job", 2);
        using var reply = await server.Http.GetAsync(new Uri("/api/jobs?limit=1&status=queued", UriKind.Relative), Ct);
        var cursor = JsonSerializer.Deserialize<JsonElement>(await reply.Content.ReadAsStringAsync(Ct)).GetProperty("nextCursor").GetString();

        Assert.Equal($"</api/jobs?limit=1&status=queued&cursor={cursor}>; rel=\"next\"", Assert.Single(reply.Headers.GetValues("Link")));
        Assert.Null((await PageAsync(server.Http, $"/api/jobs?limit=1&status=queued&cursor={cursor}")).Next);
    }

    private static async Task<(List<Guid> Ids, string? Next)> PageAsync(HttpClient http, string address)
    {
        using var reply = await http.GetAsync(new Uri(address, UriKind.Relative), Ct);
        var page = JsonSerializer.Deserialize<JsonElement>(await reply.Content.ReadAsStringAsync(Ct));
        var link = reply.Headers.TryGetValues("Link", out var links) ? links.Single() : null;
        return ([.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())], link?[1..link.IndexOf('>')]);
    }

    private static async Task<string> CursorAsync(HttpClient http, string address) =>
        JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(address, Ct)).GetProperty("nextCursor").GetString()!;

    private static async Task IsRefusedAsync(HttpClient http, string address)
    {
        using var reply = await http.GetAsync(new Uri(address, UriKind.Relative), Ct);
        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.True((problem.Status, problem.Code) is (400, "cursor.invalid" or "text.invalid"), $"{address} answered {problem}");
    }

    /// <summary>With ids in the order of their making, as the server makes them.</summary>
    private static async Task InsertAsync(TestServer server, string kind, int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        await server.Database.RunAsync(
            "insert into jobs (id, user_id, kind, queue, payload) select id, $2, $3, 'nobody', '{}' from unnest($1::uuid[]) id", ids, server.OwnerId, kind);
    }
}
