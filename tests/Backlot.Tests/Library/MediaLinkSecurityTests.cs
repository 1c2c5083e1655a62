using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Secrets;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Library;

/// <summary>Signed links, ranges and headers of <c>/media</c>: docs/security.md 2.7 and 2.3.</summary>
public sealed class MediaLinkSecurityTests(TestCluster cluster, SharedServer shared) : IClassFixture<SharedServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>40,000 bytes that never repeat in a row, so that a wrong range shows.</summary>
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 40_000).Select(i => (byte)(i * 31 + i / 251))];

    [Fact(Timeout = 60_000)]
    public async Task With_any_character_changed_a_link_serves_nothing()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var (link, _) = await AssetAsync(server);
        using var anonymous = Anonymous(server);

        using (var good = await anonymous.GetAsync(link, Ct))
            Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        for (var i = "/media/".Length; i < link.Length; i++)
        {
            if (link[i] == '?')
                continue;       // without it there is no query, and no link
            var changed = link[..i] + (link[i] == '1' ? '2' : '1') + link[(i + 1)..];
            using var reply = await anonymous.GetAsync(changed, Ct);
            // 404 for what reads as a link, 400 for a time that is no number, 401 for a path that is no media's at all.
            Assert.True(reply.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized,
                $"{changed} answered {reply.StatusCode}");
            Assert.Equal("application/problem+json", reply.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_link_ends_with_its_time_but_for_30_seconds_between_two_clocks()
    {
        var clock = new SetClock(new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
        var server = shared.Server;
        var links = new MediaLinks(server.Services.GetRequiredService<RootKey>(), clock);
        var asset = Guid.CreateVersion7();
        var query = System.Web.HttpUtility.ParseQueryString(links.Of(asset).Split('?')[1]);
        var until = long.Parse(query["until"] ?? "", System.Globalization.CultureInfo.InvariantCulture);
        bool Good() => links.IsGood(asset, MediaVariant.Original, until, query["key"] ?? "", query["signature"] ?? "");

        Assert.InRange(DateTimeOffset.FromUnixTimeSeconds(until) - clock.GetUtcNow(), MediaLinks.Lifetime - TimeSpan.FromHours(1), MediaLinks.Lifetime);
        clock.Now = DateTimeOffset.FromUnixTimeSeconds(until + 29);
        Assert.True(Good());
        clock.Now = DateTimeOffset.FromUnixTimeSeconds(until + 31);
        Assert.False(Good());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_link_of_another_asset_variant_or_key_signs_nothing_here()
    {
        var server = shared.Server;
        var links = server.Services.GetRequiredService<MediaLinks>();
        var (mine, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var query = System.Web.HttpUtility.ParseQueryString(links.Of(mine).Split('?')[1]);
        var (until, signature) = (long.Parse(query["until"] ?? "", System.Globalization.CultureInfo.InvariantCulture), query["signature"] ?? "");

        Assert.True(links.IsGood(mine, "original", until, "1", signature));
        Assert.False(links.IsGood(other, "original", until, "1", signature));
        Assert.False(links.IsGood(mine, "thumbnail", until, "1", signature));
        Assert.False(links.IsGood(mine, "original", until + 1, "1", signature));
        Assert.False(links.IsGood(mine, "original", until, "2", signature));
        Assert.False(links.IsGood(mine, "original", until, "1", "ü"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Deleting_the_asset_ends_its_links_at_once()
    {
        var server = shared.Server;
        var (link, id) = await AssetAsync(server);
        using var anonymous = Anonymous(server);

        await server.Database.RunAsync("delete from assets where id = $1", id);
        using var reply = await anonymous.GetAsync(link, Ct);

        Assert.Equal("not-found", (await ProblemDocument.ReadAsync(reply)).Code);
    }

    [Fact(Timeout = 60_000)]
    public async Task Disabling_the_owner_ends_the_links_at_once()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var (link, _) = await AssetAsync(server);
        using var anonymous = Anonymous(server);
        using var before = await anonymous.GetAsync(link, Ct);

        await server.Database.AddUserAsync();
        await server.Database.RunAsync("update users set role = 'admin' where id <> $1", server.OwnerId);       // the last one could not go
        await server.Database.RunAsync("update users set disabled_at = now() where id = $1", server.OwnerId);
        using var reply = await anonymous.GetAsync(link, Ct);

        Assert.Equal((System.Net.HttpStatusCode.OK, "not-found"), (before.StatusCode, (await ProblemDocument.ReadAsync(reply)).Code));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("bytes=0-0", 206, "bytes 0-0/40000", 1)]
    [InlineData("bytes=-1", 206, "bytes 39999-39999/40000", 1)]
    [InlineData("bytes=39990-", 206, "bytes 39990-39999/40000", 10)]
    [InlineData("bytes=39990-50000", 206, "bytes 39990-39999/40000", 10)]
    [InlineData("bytes=0-1,5-6", 200, null, 40_000)]
    [InlineData("bytes=40000-", 416, "bytes */40000", 0)]
    [InlineData("lines=1-2", 200, null, 40_000)]
    public async Task Ranges_are_served_as_asked_or_not_at_all(string range, int status, string? contentRange, int length)
    {
        var server = shared.Server;
        var (link, _) = await AssetAsync(server);
        using var anonymous = Anonymous(server);
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        request.Headers.TryAddWithoutValidation("Range", range);

        using var reply = await anonymous.SendAsync(request, Ct);

        Assert.Equal(status, (int)reply.StatusCode);
        Assert.Equal(contentRange, reply.Content.Headers.ContentRange?.ToString());
        if (status != 416)
            Assert.Equal(length, (await reply.Content.ReadAsByteArrayAsync(Ct)).Length);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_thousand_overlapping_ranges_cost_one_answer()
    {
        var server = shared.Server;
        var (link, _) = await AssetAsync(server);
        using var anonymous = Anonymous(server);
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        request.Headers.TryAddWithoutValidation("Range", "bytes=" + string.Join(',', Enumerable.Range(0, 1000).Select(i => $"{i}-")));

        using var reply = await anonymous.SendAsync(request, Ct);

        Assert.True(reply.StatusCode is HttpStatusCode.OK or HttpStatusCode.RequestedRangeNotSatisfiable, reply.StatusCode.ToString());
        Assert.InRange((await reply.Content.ReadAsByteArrayAsync(Ct)).Length, 0, 40_000);
    }

    [Fact(Timeout = 60_000)]
    public async Task Random_ranges_in_order_are_the_whole_object()
    {
        var server = shared.Server;
        var (link, _) = await AssetAsync(server);
        using var anonymous = Anonymous(server);
        var (random, whole) = (Xoshiro256.FromSeed(3), new MemoryStream());

        while (whole.Length < Bytes.Length)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, link);
            request.Headers.Range = new(whole.Length, whole.Length + (long)(random.Next() % 5000));
            using var reply = await anonymous.SendAsync(request, Ct);
            Assert.Equal(HttpStatusCode.PartialContent, reply.StatusCode);
            await reply.Content.CopyToAsync(whole, Ct);
        }

        Assert.Equal(SHA256.HashData(Bytes), SHA256.HashData(whole.ToArray()));
    }

    [Fact(Timeout = 60_000)]
    public async Task If_Range_with_another_tag_gets_the_whole_and_If_None_Match_with_the_same_gets_nothing()
    {
        var server = shared.Server;
        var (link, _) = await AssetAsync(server);
        using var anonymous = Anonymous(server);
        using var whole = await anonymous.GetAsync(link, Ct);
        var tag = whole.Headers.ETag ?? throw new InvalidOperationException();
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(Bytes))}\"", tag.Tag);

        using var same = new HttpRequestMessage(HttpMethod.Get, link) { Headers = { Range = new(0, 9), IfRange = new(tag) } };
        using var other = new HttpRequestMessage(HttpMethod.Get, link) { Headers = { Range = new(0, 9), IfRange = new("\"old\"") } };
        using var known = new HttpRequestMessage(HttpMethod.Get, link) { Headers = { IfNoneMatch = { tag } } };

        using var part = await anonymous.SendAsync(same, Ct);
        using var all = await anonymous.SendAsync(other, Ct);
        using var none = await anonymous.SendAsync(known, Ct);
        Assert.Equal((HttpStatusCode.PartialContent, 10), (part.StatusCode, (await part.Content.ReadAsByteArrayAsync(Ct)).Length));
        Assert.Equal((HttpStatusCode.OK, 40_000), (all.StatusCode, (await all.Content.ReadAsByteArrayAsync(Ct)).Length));
        Assert.Equal((HttpStatusCode.NotModified, 0), (none.StatusCode, (await none.Content.ReadAsByteArrayAsync(Ct)).Length));
    }

    [Fact(Timeout = 60_000)]
    public async Task Head_tells_what_get_would_and_nothing_may_run_or_leak_from_it()
    {
        var server = shared.Server;
        var (link, _) = await AssetAsync(server);
        using var anonymous = Anonymous(server);
        using var head = new HttpRequestMessage(HttpMethod.Head, link);

        using var told = await anonymous.SendAsync(head, Ct);
        using var got = await anonymous.GetAsync(link, Ct);

        static IEnumerable<string> Lines(HttpResponseMessage reply) => reply.Headers.Concat(reply.Content.Headers)
            .Where(h => h.Key is not ("Date" or "RateLimit")).Select(h => $"{h.Key}: {string.Join(",", h.Value)}").Order();
        Assert.Equal(Lines(got), Lines(told));
        Assert.Contains("X-Content-Type-Options: nosniff", Lines(got));
        Assert.Contains("Content-Security-Policy: default-src 'none'; sandbox", Lines(got));
        Assert.Contains("Cross-Origin-Resource-Policy: same-origin", Lines(got));
        Assert.Contains("Referrer-Policy: no-referrer", Lines(got));
        Assert.True(got.Headers.CacheControl is { Private: true } cache && cache.Extensions.Any(e => e.Name == "immutable"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("text/html", "page.html")]
    [InlineData("image/svg+xml", "drawing.svg")]
    [InlineData("application/pdf", "paper.pdf")]
    [InlineData("text/plain", "a\r\nSet-Cookie: stolen=1.txt")]
    [InlineData("text/plain", "\"; filename=\"evil.exe")]
    [InlineData("text/plain", "../../etc/passwd")]
    [InlineData("text/plain", "🎬 Füße.txt")]
    public async Task What_a_browser_might_run_is_a_download_whose_name_cannot_break_the_header(string type, string name)
    {
        var server = shared.Server;
        var (link, _) = await AssetAsync(server, type, name);
        using var anonymous = Anonymous(server);

        using var reply = await anonymous.GetAsync(link, Ct);

        var disposition = reply.Content.Headers.ContentDisposition;
        Assert.Equal("attachment", disposition?.DispositionType);
        Assert.False(reply.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain('\n', disposition?.ToString() ?? "");
        Assert.Equal(["filename", "filename*"], disposition?.Parameters.Select(p => p.Name).Order());
        if (name.StartsWith("🎬", StringComparison.Ordinal))
            Assert.Equal(name, disposition?.FileNameStar);
    }

    [Fact(Timeout = 60_000)]
    public async Task Links_name_no_host_so_a_forged_one_is_in_none()
    {
        var server = shared.Server;

        Assert.StartsWith("/media/", server.Services.GetRequiredService<MediaLinks>().Of(Guid.CreateVersion7()), StringComparison.Ordinal);
    }

    private static HttpClient Anonymous(TestServer server) => server.NewClient();

    private static async Task<(string Link, Guid Id)> AssetAsync(TestServer server, string type = "audio/mpeg", string name = "song.mp3")
    {
        var blob = await server.Services.GetRequiredService<BlobStore>().PutAsync(new MemoryStream(Bytes), Ct);
        var id = await server.Database.ValueAsync<Guid>("""
            insert into assets (user_id, kind, source_type, filename, sha256, size_bytes, mime_type, status)
            select id, 'other', 'upload', $1, $2, $3, $4, 'ready' from users limit 1
            on conflict (user_id, sha256) where source_type <> 'generated' do update set filename = excluded.filename, mime_type = excluded.mime_type returning id
            """, name, blob.Sha256, blob.SizeBytes, type);
        return (server.Services.GetRequiredService<MediaLinks>().Of(id), id);
    }

    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
