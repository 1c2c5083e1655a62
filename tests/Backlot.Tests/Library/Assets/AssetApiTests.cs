using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Library.Assets;
using Backlot.Library.Clips;
using Backlot.Platform.Http;
using Backlot.Tests.Api;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Assets;

/// <summary>Assets and clips, as lists and one by one.</summary>
public sealed class AssetApiTests(ApiServer api) : IClassFixture<ApiServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("", "e d c b a")]
    [InlineData("sort=oldest", "a b c d e")]
    [InlineData("sort=name", "a b c d e")]
    [InlineData("sort=largest", "e d c b a")]
    [InlineData("sort=longest", "b a e d c")]
    [InlineData("kind=video", "c b")]
    [InlineData("kind=image&sort=name", "d e")]
    [InlineData("source=folder", "c b a")]
    [InlineData("status=failed", "e")]
    [InlineData("q=B%2050%25", "b")]
    [InlineData("q=_", "")]
    public async Task Lists_are_filtered_and_sorted_and_walked_page_by_page_as_asked(string query, string expected)
    {
        using var user = await FilledUserAsync();

        var whole = await WalkAsync<AssetView>(user.Http, $"/api/assets?{query}", 200);
        var pages = await WalkAsync<AssetView>(user.Http, $"/api/assets?{query}", 2);

        Assert.Equal(expected, string.Join(' ', whole.Select(a => a.Filename[..1])));
        Assert.Equal(whole.Select(a => a.Id), pages.Select(a => a.Id));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_made_from_an_asset_is_in_no_list_and_goes_with_it()
    {
        using var user = await TestUser.AddAsync(api.Server, $"derived-{Guid.CreateVersion7():N}");
        var film = await AddAsync(user.Id, "film.mp4", "video", "folder", 5, 9);
        await api.Server.Database.RunAsync("""
            insert into assets (user_id, kind, source_type, filename, status, sha256, size_bytes, derived_from, variant)
            values ($1, 'image', 'generated', 't.jpg', 'ready', repeat('d', 64), 1, $2, 'thumbnail')
            """, user.Id, film);

        var listed = await WalkAsync<AssetView>(user.Http, "/api/assets", 50);
        using var deleted = await user.Http.DeleteAsync(new Uri($"/api/assets/{film}", UriKind.Relative), Ct);

        Assert.Equal(film, Assert.Single(listed).Id);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(0, await api.Server.Database.ValueAsync<long>("select count(*) from assets where user_id = $1", user.Id));
        Assert.Equal(1, await api.Server.Database.ValueAsync<long>("select count(*) from deleted_blobs where sha256 = repeat('d', 64)"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Deleting_an_asset_deletes_its_clips_and_analyses_and_one_that_an_album_is_made_of_stays()
    {
        using var user = await TestUser.AddAsync(api.Server, $"deleting-{Guid.CreateVersion7():N}");
        var own = await Belongings.AddAsync(api.Server, user.Id);
        await api.Server.Database.RunAsync(
            "insert into analysis_results (user_id, asset_id, clip_id, analysis_type, provider) select user_id, asset_id, id, 'palette', 'local' from clips where id = $1", own.Clip);

        using var used = await user.Http.DeleteAsync(new Uri($"/api/assets/{own.Picture}", UriKind.Relative), Ct);
        using var film = await user.Http.DeleteAsync(new Uri($"/api/assets/{own.Film}", UriKind.Relative), Ct);

        Assert.Equal((409, "asset.in-use"), ((int)used.StatusCode, (await ProblemDocument.ReadAsync(used)).Code));
        Assert.Equal(HttpStatusCode.NoContent, film.StatusCode);
        Assert.Equal(0, await api.Server.Database.ValueAsync<long>(
            "select (select count(*) from clips where user_id = $1) + (select count(*) from analysis_results where user_id = $1)", user.Id));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_asset_tells_its_exact_frame_rate_and_where_its_bytes_are_had_and_can_be_renamed()
    {
        using var user = await TestUser.AddAsync(api.Server, $"renaming-{Guid.CreateVersion7():N}");
        var id = await AddAsync(user.Id, "film.mp4", "video", "folder", 5, 9);
        await api.Server.Database.RunAsync("update assets set frame_rate_num = 30000, frame_rate_den = 1001, frame_rate = 29.97, is_variable_frame_rate = false where id = $1", id);

        using var edited = await user.Http.PatchAsJsonAsync($"/api/assets/{id}", new AssetEdit("Harbour.mp4"), Ct);
        var asset = (await edited.Content.ReadFromJsonAsync<AssetView>(Ct))!;

        Assert.Equal(("Harbour.mp4", "30000/1001", false), (asset.Filename, asset.FrameRate, asset.IsVariableFrameRate));
        Assert.Equal(["original", "proxy", "thumbnail", "sprite"],
            ((string?[])[asset.Links!.Original, asset.Links.Player, asset.Links.Thumbnail, asset.Links.Sprite]).Select(link => link!.Split('/', '?')[3]));
    }

    [Fact(Timeout = 60_000)]
    public async Task Clips_are_listed_by_each_score_with_those_that_have_none_last()
    {
        using var user = await TestUser.AddAsync(api.Server, $"clips-{Guid.CreateVersion7():N}");
        var film = await AddAsync(user.Id, "film.mp4", "video", "folder", 5, 9);
        foreach (var (start, end, composite, hook) in ((double, double, double?, double?)[])[(0, 2, 0.5, 0.1), (2, 3, null, 0.9), (3, 9, 0.8, null), (9, 10, 0.5, 0.2)])
            await api.Server.Database.RunAsync("""
                insert into clips (id, user_id, asset_id, start_time, end_time, composite_score, hook_strength)
                values ($1, $2, $3, $4, $5, $6::float8, case when $7::float8 is null then null else jsonb_build_object('score', $7::float8) end)
                """, Guid.CreateVersion7(), user.Id, film, start, end, (object?)composite ?? DBNull.Value, (object?)hook ?? DBNull.Value);

        Assert.Equal("3 9 0 2", await StartsAsync("sort=composite"));
        Assert.Equal("2 9 0 3", await StartsAsync("sort=hook"));
        Assert.Equal("9 3 2 0", await StartsAsync("sort=newest"));
        Assert.Equal("3 9 0", await StartsAsync("minScore=0.5"));
        Assert.Equal("3 0", await StartsAsync("minSeconds=2"));
        Assert.Equal("9 2", await StartsAsync("maxSeconds=1"));
        Assert.Equal("0 2 3 9", string.Join(' ', (await WalkAsync<ClipView>(user.Http, $"/api/assets/{film}/clips", 3)).Select(c => c.StartTime)));

        async Task<string> StartsAsync(string query)
        {
            var whole = await WalkAsync<ClipView>(user.Http, $"/api/clips?{query}", 200);
            Assert.Equal(whole.Select(c => c.Id), (await WalkAsync<ClipView>(user.Http, $"/api/clips?{query}", 1)).Select(c => c.Id));
            return string.Join(' ', whole.Select(c => c.StartTime));
        }
    }

    private async Task<TestUser> FilledUserAsync()
    {
        var user = await TestUser.AddAsync(api.Server, $"lister-{Guid.CreateVersion7():N}");
        await AddAsync(user.Id, "a song.wav", "audio", "folder", 10, 60);
        await AddAsync(user.Id, "b 50%.mp4", "video", "folder", 20, 90);
        await AddAsync(user.Id, "c.mp4", "video", "folder", 30, null);
        await AddAsync(user.Id, "d.png", "image", "upload", 40, null);
        await AddAsync(user.Id, "e.png", "image", "upload", 50, null);
        await api.Server.Database.RunAsync("update assets set status = 'failed' where user_id = $1 and filename = 'e.png'", user.Id);
        return user;
    }

    private async Task<Guid> AddAsync(Guid user, string name, string kind, string source, long size, double? seconds)
    {
        var id = Guid.CreateVersion7();
        await api.Server.Database.RunAsync("""
            insert into assets (id, user_id, kind, source_type, filename, status, sha256, size_bytes, duration_seconds)
            values ($1, $2, $3, $4, $5, 'ready', encode(sha256(convert_to($1::text, 'UTF8')), 'hex'), $6, $7::float8)
            """, id, user, kind, source, name, size, (object?)seconds ?? DBNull.Value);
        return id;
    }

    private static async Task<List<T>> WalkAsync<T>(HttpClient http, string address, int limit)
    {
        var all = new List<T>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await http.GetFromJsonAsync<Page<T>>(
                $"{address}{(address.Contains('?') ? '&' : '?')}limit={limit}{(cursor == "" ? "" : "&cursor=" + cursor)}", JsonSerializerOptions.Web, Ct))!;
            all.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        return all;
    }
}
