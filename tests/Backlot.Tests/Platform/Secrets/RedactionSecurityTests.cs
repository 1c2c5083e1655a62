using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Backlot.Accounts.Codes;
using Backlot.Accounts.Tokens;
using Backlot.Channels;
using Backlot.Channels.Albums;
using Backlot.Generation.Keys;
using Backlot.Tests.Generation.Keys;
using Backlot.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Backlot.Tests.Platform.Secrets;

/// <summary>Every kind of secret rides through most of what the server can do, and then none is found where it must not be.</summary>
/// <remarks>The whole suite takes part: what any test's server logs is read for tokens, signatures and keys
/// (<see cref="WatchedLog"/>).</remarks>
public sealed class RedactionSecurityTests(TestCluster cluster)
{
    private const string ProviderKey = "sk-canary0provider0key0aaaabbbb-9f3a", ProviderSecret = "tk-canary0provider0secret0ccccdddd";
    private const string Password = "canary0Password0of0the0owner!", WrongPassword = "canary0wrong0password0typed!", DatabasePassword = "canary0database0password";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 480_000)]
    public async Task No_secret_is_found_in_logs_problems_database_jobs_children_or_page()
    {
        await using var provider = new FakeProvider { Answer = head => (401, JsonSerializer.Serialize(new { error = $"Bad key: {head}" })) };
        var database = new NpgsqlConnectionStringBuilder((await cluster.NewStartedDatabaseAsync()).ConnectionString) { Password = DatabasePassword };
        await using var server = await ShortAlbums.StartServerAsync(cluster, settings: provider.Lead, database: database, routes: routes =>
            routes.MapGet("/test/broken", string (HttpContext http) => throw new InvalidOperationException("Something broke.")));
        var witness = new AnswerWitness();
        using var http = new HttpClient(witness) { BaseAddress = server.Http.BaseAddress };
        var secrets = new List<string> { ProviderKey, ProviderSecret, Password, WrongPassword, DatabasePassword, server.Token, TestServer.RootKeyOf(database) };
        server.Log.Watch(secrets);
        List<string> links;
        IReadOnlyList<string> children;

        await using (var watch = new ChildWitness())
        {
            await SignInAndOutAsync(http, server, secrets);
            await StoreAndTestKeysAsync(http, server);
            links = await MakeAlbumAsync(http, server);
            await GoWrongAsync(http, server, links[0]);
            children = [.. watch.Seen];
        }
        var signatures = links.Select(link => link.Split("signature=")[1]).ToList();
        server.Log.Watch(signatures);

        Assert.Contains(children, child => child.Split('\0')[0].EndsWith("ffmpeg", StringComparison.Ordinal));
        NotIn(children, [.. secrets, .. signatures]);
        Assert.True(server.Log.Lines > 1000, $"Only {server.Log.Lines} lines were logged.");
        Assert.Empty(server.Log.Leaks);
        NotIn(witness.Answers.Where(a => a.IsProblem).Select(a => $"{a.Request}: {a.Text}"), [.. secrets, .. signatures]);
        // Answers that went well may hold what was made for the caller in them, and nothing else.
        NotIn(witness.Answers.Select(a => $"{a.Request}: {a.Text}"), [ProviderKey, ProviderSecret, Password, WrongPassword, DatabasePassword, TestServer.RootKeyOf(database), server.Token]);
        NotIn(await RowsAsync(database), [.. secrets, .. signatures]);
        NotIn(FilesOf(server), secrets);
        NotIn(PageFiles(), secrets);
    }

    [Theory]
    [InlineData("The key is sk-canary0provider0key0aaaabbbb-9f3a.", true)]
    [InlineData("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30", true)]
    [InlineData("GET /media/x/original?until=1&key=1&signature=AAAAAAAAAAAAAAAAAAAAAAAA", true)]
    [InlineData("Host=x;Username=y;Password=z", true)]
    [InlineData("AuthenticationScheme: Bearer was challenged.", false)]
    [InlineData("Host=x;Username=y;Password=***", false)]
    public void A_secret_in_the_log_of_any_test_is_noticed(string line, bool leaks)
    {
        using var log = new WatchedLog();
        log.Watch(ProviderKey);

        Microsoft.Extensions.Logging.LoggerExtensions.LogDebug(log.CreateLogger("Test"), new InvalidOperationException(line), "Failed.");

        Assert.Equal(leaks ? 1 : 0, log.Leaks.Count);
    }

    private static async Task SignInAndOutAsync(HttpClient http, TestServer server, List<string> secrets)
    {
        using var link = await SendAsync(http, HttpMethod.Post, "/api/setup/link", server.Token, null);
        var code = (await link.Content.ReadFromJsonAsync<OneTimeLink>(Ct))!.Link.Split("setup=")[1];
        Add(code);
        await SendAsync(http, HttpMethod.Post, "/api/setup", null, new { code = code + "x", email = "owner@example.org", displayName = "Owner", password = Password });
        using var done = await SendAsync(http, HttpMethod.Post, "/api/setup", null, new { code, email = "owner@example.org", displayName = "Owner", password = Password });
        Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync(Ct));
        await SendAsync(http, HttpMethod.Post, "/api/session", null, new { email = "owner@example.org", password = WrongPassword });
        using var signedIn = await SendAsync(http, HttpMethod.Post, "/api/session", null, new { email = "owner@example.org", password = Password });
        Assert.True(signedIn.IsSuccessStatusCode, await signedIn.Content.ReadAsStringAsync(Ct));
        foreach (var cookie in signedIn.Headers.GetValues("Set-Cookie").Concat(done.Headers.GetValues("Set-Cookie")))
            Add(cookie.Split(';')[0].Split('=', 2)[1]);
        using var me = new HttpRequestMessage(HttpMethod.Get, "/api/me");
        me.Headers.Add("Cookie", signedIn.Headers.GetValues("Set-Cookie").First().Split(';')[0]);
        using var who = await http.SendAsync(me, Ct);
        Assert.Equal(HttpStatusCode.OK, who.StatusCode);
        using var made = await SendAsync(http, HttpMethod.Post, "/api/tokens", server.Token, new NewToken("canary", ["read"]));
        Add((await made.Content.ReadFromJsonAsync<MadeToken>(Ct))!.Token);

        void Add(string secret)
        {
            Assert.True(secret.Length >= 16, "That is hardly a secret.");
            secrets.Add(secret);
            server.Log.Watch(secret);
        }
    }

    private static async Task StoreAndTestKeysAsync(HttpClient http, TestServer server)
    {
        foreach (var name in FakeProvider.Names)
        {
            using var stored = await SendAsync(http, HttpMethod.Put, $"/api/keys/{name}", server.Token, new NewKey((name == "veo" ? "project:" : "") + ProviderKey, name is "mubert" or "kling" ? ProviderSecret : null));
            Assert.True(stored.IsSuccessStatusCode, await stored.Content.ReadAsStringAsync(Ct));
            using var tested = await SendAsync(http, HttpMethod.Post, $"/api/keys/{name}/test", server.Token, null);
            Assert.True(tested.IsSuccessStatusCode, await tested.Content.ReadAsStringAsync(Ct));
        }
        await SendAsync(http, HttpMethod.Put, "/api/keys/openai", server.Token, new { key = ProviderKey + " with a space" });
        await SendAsync(http, HttpMethod.Put, "/api/keys/nobody", server.Token, new { key = ProviderKey });
        await SendAsync(http, HttpMethod.Put, "/api/keys/openai", server.Token, new { apiKey = ProviderKey });
        await SendAsync(http, HttpMethod.Get, "/api/keys", server.Token, null);
    }

    /// <returns>Signed links.</returns>
    private static async Task<List<string>> MakeAlbumAsync(HttpClient http, TestServer server)
    {
        var album = await server.Http.AddAlbumAsync(AlbumRequests.OneMinute);
        album = await server.Http.UntilCompletedAsync(album.Id);
        // The answer to a resume is full of links, and kept for whoever repeats the request.
        (await SendAsync(http, HttpMethod.Put, $"/api/video-jobs/{album.Id}/images/1", server.Token, new PartReplacement())).Dispose();
        (await SendAsync(http, HttpMethod.Post, $"/api/video-jobs/{album.Id}/cancel", server.Token, null)).Dispose();
        using var resumed = await SendAsync(http, HttpMethod.Post, $"/api/video-jobs/{album.Id}/resume", server.Token, null);
        var links = await LinksAsync(resumed);
        await server.Http.UntilCompletedAsync(album.Id);
        using var read = await SendAsync(http, HttpMethod.Get, $"/api/video-jobs/{album.Id}", server.Token, null);
        links = [.. links.Union(await LinksAsync(read))];
        foreach (var link in links.Take(5))
            using (var media = await http.GetAsync(new Uri(link, UriKind.Relative), Ct))
                Assert.True(media.IsSuccessStatusCode, link);
        return links;
    }

    private static async Task<List<string>> LinksAsync(HttpResponseMessage reply)
    {
        List<string> links = [.. (await reply.Content.ReadAsStringAsync(Ct)).Split('"')
            .Where(part => part.StartsWith("/media/", StringComparison.Ordinal)).Select(part => part.Replace("\\u0026", "&", StringComparison.Ordinal))];
        Assert.NotEmpty(links);
        return links;
    }

    /// <summary>Secrets where they do not belong, as clients and people put them there.</summary>
    private static async Task GoWrongAsync(HttpClient http, TestServer server, string link)
    {
        foreach (var path in (string[])["/api/nothing", "/api/jobs", "/test/broken", "/media/x/y", "/api/video-jobs/next"])
            foreach (var secret in (string[])[server.Token, ProviderKey, Password])
                await SendAsync(http, HttpMethod.Get, $"{path}?token={Uri.EscapeDataString(secret)}", server.Token, null);
        await SendAsync(http, HttpMethod.Get, "/test/broken", server.Token, null);
        await SendAsync(http, HttpMethod.Get, link.Replace("signature=", "signature=x", StringComparison.Ordinal), null, null);
        await SendAsync(http, HttpMethod.Delete, link, server.Token, null);
        await SendAsync(http, HttpMethod.Get, "/api/jobs", server.Token[..^1] + "x", null);
        await SendAsync(http, HttpMethod.Get, "/api/jobs", ProviderKey, null);
        foreach (var (name, value) in ((string, string)[])[("Cookie", $"session={server.Token}"), ("X-Api-Key", ProviderKey), ("Authorization", "Basic " + ProviderSecret), ("Last-Event-ID", ProviderKey), ("Idempotency-Key", ProviderKey), ("If-Match", ProviderKey)])
        {
            using var odd = new HttpRequestMessage(HttpMethod.Post, "/api/channels") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
            odd.Headers.TryAddWithoutValidation(name, value);
            (await http.SendAsync(odd, Ct)).Dispose();
        }
        foreach (var body in (string[])[$"{{\"name\": \"x\", \"brandNiche\": {Password}", $"[\"{ProviderKey}\"]", ProviderKey])
        {
            using var broken = new HttpRequestMessage(HttpMethod.Post, "/api/channels") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            broken.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
            broken.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
            (await http.SendAsync(broken, Ct)).Dispose();
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path, string? token, object? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        if (method == HttpMethod.Post)
            request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: JsonSerializerOptions.Web);
        return await http.SendAsync(request, Ct);
    }

    /// <summary>Each row of each table, binary columns also as the text they might hold.</summary>
    private static async Task<List<string>> RowsAsync(NpgsqlConnectionStringBuilder database)
    {
        var rows = new List<string>();
        foreach (var table in await database.ColumnAsync<string>("select tablename::text from pg_tables where schemaname = 'public'"))
        {
            rows.AddRange(await database.ColumnAsync<string>($"select '{table} ' || to_jsonb(t)::text from \"{table}\" as t"));
            foreach (var binary in await database.ColumnAsync<string>("select attname::text from pg_attribute where attrelid = $1::regclass and atttypid = 'bytea'::regtype and attnum > 0", table))
                rows.AddRange((await database.ColumnAsync<byte[]>($"select {binary} from \"{table}\" where {binary} is not null"))
                    .Select(bytes => $"{table}.{binary} {Encoding.Latin1.GetString(bytes)} {Convert.ToBase64String(bytes)}"));
        }
        Assert.True(rows.Count > 100, $"Only {rows.Count} rows were looked through.");
        Assert.Contains(rows, row => row.StartsWith("jobs ", StringComparison.Ordinal) && row.Contains("payload", StringComparison.Ordinal));
        return rows;
    }

    /// <summary>The data folder, but for the two files that are made for a secret each.</summary>
    private static IEnumerable<string> FilesOf(TestServer server) => Directory.EnumerateFiles(server.Folder.Root, "*", SearchOption.AllDirectories)
        .Where(file => file != server.Folder.RootKey && file != server.Folder.CliToken && new FileInfo(file).Length is > 0 and < 20_000_000)
        .Select(file => $"{file} {Encoding.Latin1.GetString(File.ReadAllBytes(file))}");

    private static IEnumerable<string> PageFiles() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/Backlot/Page")).Select(File.ReadAllText);

    private static void NotIn(IEnumerable<string> texts, IReadOnlyList<string> secrets)
    {
        // All of them in one look.
        var any = SearchValues.Create([.. secrets], StringComparison.OrdinalIgnoreCase);
        foreach (var text in texts)
            if (text.AsSpan().IndexOfAny(any) is var at and >= 0)
                Assert.Fail($"Found a secret in: …{text[Math.Max(0, at - 300)..Math.Min(text.Length, at + 100)]}…");
    }
}
