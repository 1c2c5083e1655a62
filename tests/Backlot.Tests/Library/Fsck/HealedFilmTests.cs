using Backlot.Library.Fsck;
using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Fsck;

/// <summary>What was made of a film is made again when it is lost, and a film that was lost is given what it lacks.</summary>
public sealed class HealedFilmTests(TestCluster cluster) : IDisposable
{
    private const string Derived = "select sha256 from assets where derived_from is not null order by sha256";
    private const string IsAllThere = """
        select count(*) filter (where variant = 'proxy') = 1 and count(*) filter (where variant = 'thumbnail') = 1
            and count(*) filter (where variant like 'clip-%') = 4 and not exists (select from clips where thumbnail_asset_id is null or sprite_asset_id is null)
        from assets where derived_from is not null
        """;

    private readonly Footage _footage = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _footage.Dispose();

    [Fact(Timeout = 180_000)]
    public async Task Lost_pictures_and_a_lost_proxy_are_made_again_and_clips_stay_as_they_are()
    {
        await using var server = await StartAsync();
        var clips = await server.Database.ColumnAsync<Guid>("select id from clips order by start_time");
        var before = await server.Database.ColumnAsync<string>(Derived);
        foreach (var sha256 in before)
            File.Delete(PathOf(server, sha256));
        // As an earlier program would have marked one of them.
        await server.Database.RunAsync("update assets set status = 'failed', error_message = 'gone' where variant = 'thumbnail'");

        var told = await CheckAsync(server, repair: true);
        await server.Database.UntilAsync(IsAllThere);

        Assert.Equal(before.Distinct().Count(), told.Faults.Count);
        Assert.All(told.Faults, fault => Assert.Equal((StoreFaults.Missing, "a job makes it again from its film"), (fault.Kind, fault.Repair)));
        Assert.Empty((await CheckAsync(server, repair: false)).Faults);
        Assert.Equal(clips, await server.Database.ColumnAsync<Guid>("select id from clips order by start_time"));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from assets where status <> 'ready'"));
        Assert.Empty(Directory.GetFileSystemEntries(server.Folder.Temp));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_film_that_was_lost_with_all_its_pictures_is_given_them_again_when_it_is_brought_in()
    {
        await using var server = await StartAsync();
        foreach (var sha256 in await server.Database.ColumnAsync<string>("select distinct sha256 from assets"))
            File.Delete(PathOf(server, sha256));
        await CheckAsync(server, repair: true);
        await server.Database.UntilAsync("select not exists (select from jobs where completed_at is null)");
        Assert.Equal("failed", await server.Database.ValueAsync<string>("select status from assets"));

        await BringInAsync(server);
        await server.Database.UntilAsync(IsAllThere);

        Assert.Equal("ready", await server.Database.ValueAsync<string>("select status from assets where derived_from is null"));
        Assert.Empty((await CheckAsync(server, repair: false)).Faults);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_film_that_was_lost_before_its_clips_were_found_gets_them_when_it_is_brought_in_again()
    {
        await using var server = await StartAsync();
        await server.Database.RunAsync("delete from assets where derived_from is not null");
        await server.Database.RunAsync("delete from clips");
        await server.Database.RunAsync("update assets set footage_read_at = null");

        await BringInAsync(server);
        await server.Database.UntilAsync(IsAllThere);

        Assert.Equal(2, await server.Database.ValueAsync<long>("select count(*) from clips"));
    }

    /// <summary>With a film of two shots that no browser plays, and all that is made of it.</summary>
    private async Task<TestServer> StartAsync()
    {
        await MadeOnce.CopyAsync(_footage.At("film.avi"),
            "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=2[a];smptebars=s=320x240:r=25:d=2[b];[a][b]concat=n=2", "-c:v", "mpeg4");
        Footage.Age(_footage.At("film.avi"));
        var server = await TestServer.StartAsync(cluster);
        await BringInAsync(server);
        await server.Database.UntilAsync(IsAllThere);
        await server.Database.UntilAsync("select not exists (select from jobs where completed_at is null)");
        return server;
    }

    private async Task BringInAsync(TestServer server) =>
        await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(_footage.Root))).Id);

    private static string PathOf(TestServer server, string sha256) => Path.Combine(server.Folder.Blobs, sha256[..2], sha256[2..4], sha256);

    private static Task<StoreReport> CheckAsync(TestServer server, bool repair) => StoreReport.ReadAsync(server.Services, new(repair, HashShare: 1), Ct);
}
