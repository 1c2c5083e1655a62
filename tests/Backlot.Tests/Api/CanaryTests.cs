using System.Text;
using System.Text.Json;
using Backlot.Library;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Backlot.Tests.Api;

/// <summary>A word that stands in everything one user has comes back to that user, and to nobody else.</summary>
public sealed class CanaryTests(TestCluster cluster)
{
    private const string Canary = "canary-7f3a91";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Nothing_that_one_user_can_get_holds_a_word_of_another()
    {
        await using var server = await TestServer.StartAsync(cluster, ApiServer.WithoutWorker);
        var operations = await ApiOperation.AllAsync(server);
        using var bob = await TestUser.AddAsync(server, "bob");
        var his = await Belongings.AddAsync(server, bob.Id);
        Assert.Superset(new HashSet<string> { "channels.name", "video_jobs.title", "jobs.error_message", "assets.filename", "render_tasks.ffmpeg_command" },
            (await MarkAsync(server.Database, bob.Id)).ToHashSet());
        using var eve = await TestUser.AddAsync(server, "eve");
        var hers = await Belongings.AddAsync(server, eve.Id);

        var toHim = await CrawlAsync(server, operations, bob.Http, his, hers);
        var toHer = await CrawlAsync(server, operations, eve.Http, hers, his);

        // Else the crawl would prove nothing.
        string[] telling = ["listJobs", "getJob", "listRenders", "listChannels", "getVideoJob", "getExport", "getStoryboard", "listStoryboards",
            "getMe", "listTokens", "listSessions", "followEvents"];
        Assert.Empty(telling.Except(toHim.Where(seen => seen.Text.Contains(Canary, StringComparison.Ordinal)).Select(seen => seen.Operation)));
        Assert.DoesNotContain(toHer, seen => seen.Text.Contains(Canary, StringComparison.Ordinal));
    }

    /// <summary>Everything that one can read: each operation, on what one owns and on what one does not, list after list.</summary>
    private static async Task<List<(string Operation, string Text)>> CrawlAsync(
        TestServer server, IReadOnlyList<ApiOperation> operations, HttpClient http, Belongings own, Belongings foreign)
    {
        var seen = new List<(string, string)>();
        foreach (var operation in operations.Where(o => o.IsRead && o.Id is not ("followEvents" or "getMedia")))
            foreach (var asked in (Belongings[])[own, foreign])
            {
                var address = ApiExamples.All[operation.Id].Address(asked);
                seen.Add((operation.Id, await ReadAsync(http, address)));
                if (operation.Path.EndsWith('s'))
                    seen.AddRange((await WalkAsync(http, address)).Select(page => (operation.Id, page)));
                seen.Add((operation.Id, await ReadAsync(http, $"{address}{(address.Contains('?') ? '&' : '?')}name=canary&q=canary&status=completed")));
            }
        var links = server.Services.GetRequiredService<MediaLinks>();
        seen.Add(("getMedia", await ReadAsync(http, links.Of(own.Picture).Replace(own.Picture.ToString(), foreign.Picture.ToString(), StringComparison.Ordinal))));
        seen.Add(("getMedia", await ReadAsync(http, links.Of(own.Picture))));
        seen.Add(("followEvents", await ListenAsync(server, http, own.Album)));
        foreach (var page in (string[])["/", "/openapi.json", "/docs/index.html", "/api/nothing-here"])
            seen.Add((page, await ReadAsync(http, page)));
        return seen;
    }

    private static async Task<List<string>> WalkAsync(HttpClient http, string address)
    {
        var pages = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            using var reply = await http.GetAsync($"{address}{(address.Contains('?') ? '&' : '?')}limit=1{(cursor == "" ? "" : "&cursor=" + cursor)}", Ct);
            pages.Add(await reply.Content.ReadAsStringAsync(Ct));
            cursor = reply.IsSuccessStatusCode && JsonSerializer.Deserialize<JsonElement>(pages[^1]).TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
        }
        return pages;
    }

    private static async Task<string> ReadAsync(HttpClient http, string address)
    {
        using var reply = await http.GetAsync(new Uri(address, UriKind.Relative), Ct);
        return $"{reply.Headers}\n{reply.Content.Headers}\n{await reply.Content.ReadAsStringAsync(Ct)}";
    }

    /// <summary>What the stream tells while every row of everybody is touched, and then one of the listener's own.</summary>
    private static async Task<string> ListenAsync(TestServer server, HttpClient http, Guid ownAlbum)
    {
        using var reply = await http.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead, Ct);
        using var reader = new StreamReader(await reply.Content.ReadAsStreamAsync(Ct));
        var heard = new StringBuilder().AppendLine(await reader.ReadLineAsync(Ct));
        await server.Database.RunAsync("update jobs set progress = random(); update video_jobs set updated_at = now(); notify backlot");
        await server.Database.RunAsync("update video_jobs set title = title || ' last' where id = $1", ownAlbum);
        while (await reader.ReadLineAsync(Ct) is { } line && !heard.AppendLine(line).ToString().Contains(" last", StringComparison.Ordinal))
        {
        }
        return heard.ToString();
    }

    /// <summary>Puts the word into every text, list and JSON column of every row that is there but the accounts of others;
    /// columns that take only certain words keep theirs.</summary>
    /// <returns>The columns that have it.</returns>
    private static async Task<List<string>> MarkAsync(NpgsqlConnectionStringBuilder database, Guid user)
    {
        var marked = new List<string>();
        foreach (var column in await database.ColumnAsync<string>("""
            select format('%I.%I|%s', c.table_name, c.column_name, c.data_type) || case when exists (
                       select from information_schema.columns u where u.table_name = c.table_name and u.column_name = 'user_id') then '|user_id'
                       when c.table_name = 'users' then '|id' else '' end
            from information_schema.columns c join pg_tables t on t.tablename = c.table_name and t.schemaname = c.table_schema
            where c.table_schema = 'public' and (c.table_name in ('users', 'audio_tracks', 'images') or exists (
                  select from information_schema.columns u where u.table_name = c.table_name and u.column_name = 'user_id')) and c.is_generated = 'NEVER' and c.udt_name in ('text', 'jsonb', '_text')
              and c.column_name <> 'failed_from'      -- a status that the trigger keeps
            """))
        {
            var parts = column.Split('|');
            var (table, name) = (parts[0].Split('.')[0], parts[0].Split('.')[1]);
            var value = parts[1] switch
            {
                "text" => $"'{Canary} ' || left(gen_random_uuid()::text, 8) || coalesce({name}, '')",     // some are unique
                "jsonb" => $"coalesce({name}, '{{}}') || jsonb_build_object('canary', '{Canary}')",
                _ => $"{name} || array['{Canary}']",
            };
            try
            {
                if (await database.RunAsync($"update {table} set {name} = {value}" + (parts is [.., "user_id" or "id"] ? $" where {parts[^1]} = '{user}'" : "")) > 0)
                    marked.Add(parts[0]);
            }
            catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.CheckViolation or PostgresErrorCodes.RaiseException)
            {
                // The column takes only certain words.
            }
        }
        return marked;
    }
}
