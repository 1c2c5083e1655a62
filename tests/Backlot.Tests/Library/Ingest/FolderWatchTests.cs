using Backlot.Library.Ingest;
using Backlot.Platform;
using Backlot.Tests.Platform.Outbound;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Ingest;

/// <summary>What changes in a watched folder is looked for, once it has rested, and is lost in no case.</summary>
public sealed class FolderWatchTests(TestCluster cluster) : IDisposable
{
    private readonly Footage _footage = new();

    public void Dispose() => _footage.Dispose();

    [Fact]
    public void A_folder_that_is_being_filled_is_looked_through_when_it_rests_or_now_and_then()
    {
        var time = new SteppedTime();
        using var folder = new WatchedFolder("/nowhere at all", recursive: true, time);
        Assert.True(folder.TakeDue());      // nobody has looked yet
        Assert.False(folder.TakeDue());

        var looks = 0;
        for (var seconds = 0.0; seconds < 60; seconds += 0.5)
        {
            folder.Change();
            time.Advance(TimeSpan.FromSeconds(0.5));
            looks += folder.TakeDue() ? 1 : 0;
        }
        Assert.InRange(looks, 3, 4);

        folder.Change();
        time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.False(folder.TakeDue());
        time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.True(folder.TakeDue());
        time.Advance(WatchedFolder.Again - TimeSpan.FromSeconds(1));
        Assert.False(folder.TakeDue());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(folder.TakeDue());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_that_there_was_no_room_for_is_tried_again_though_it_has_not_changed()
    {
        var song = TinyMedia.Wav(1);
        await using var server = await TestServer.StartAsync(cluster, settings: given => given with
        {
            IngestRoots = [_footage.Root], Tiers = Tiers.Usual with { Free = new(StorageBytes: song.Length) },
        });
        using var bob = await TestUser.AddAsync(server, "bob");
        _footage.Add("one.wav", song);
        var id = (await Footage.IngestAsync(bob.Http, new(_footage.Root, Watch: true))).Id;
        await Footage.UntilAsync(bob.Http, id, ingest => ingest is { Status: "watching", Taken: 1 });
        _footage.Add("two.wav", TinyMedia.Wav(2));
        await Footage.UntilAsync(bob.Http, id, ingest => ingest is { Refused: 1, Waiting: 0 });

        await server.Database.RunAsync("delete from assets");
        _footage.Add("note.txt", "Something changes."u8.ToArray());

        var ended = await Footage.UntilAsync(bob.Http, id, ingest => ingest is { Taken: 2, Waiting: 0 });
        Assert.Equal(3, ended.Found);
        Assert.Equal("two.wav", await server.Database.ValueAsync<string>("select filename from assets"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_that_changed_while_it_was_brought_in_is_looked_for_again()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var path = _footage.At("large.mp4");
        await using (var sparse = new FileStream(path, FileMode.Create))
            sparse.SetLength(300 << 20);        // of no use, as its head tells before it is copied
        Footage.Age(path);

        // It was smaller when it was seen, and its folder is watched, but by nobody now.
        await AddFileAsync(server, path, "waiting", isWatched: true);
        await server.Database.UntilAsync("select exists (select from jobs where kind = 'library.scan-folder')");

        await server.Database.UntilAsync("select size_bytes > 5 and status = 'refused' from ingest_files");
    }

    [Fact(Timeout = 60_000)]
    public async Task The_job_of_a_refused_file_that_is_run_again_tries_it_again()
    {
        await using var server = await TestServer.StartAsync(cluster);

        await AddFileAsync(server, _footage.Add("song.wav", TinyMedia.Wav(1)), "refused", isWatched: false);
        await server.Database.UntilAsync("select completed_at is not null from jobs where kind = 'library.ingest-file'");

        Assert.Equal("taken", await server.Database.ValueAsync<string>("select concat_ws(' ', status, reason) from ingest_files"));
        Assert.Equal(1, await Footage.AssetsAsync(server));
    }

    /// <summary>One file of an ingest of the owner's, as it was once seen, and the job that brings it in.</summary>
    private async Task AddFileAsync(TestServer server, string path, string status, bool isWatched)
    {
        await server.Database.RunAsync("""
            with i as (
                insert into ingests (user_id, source, location, is_watched, error_message) values ($1, 'folder', $2, $5, 'not now') returning id, user_id
            ), f as (
                insert into ingest_files (user_id, ingest_id, path, size_bytes, modified_at, status, reason)
                select user_id, id, $3, 5, '2020-01-01', $4, case when $4 = 'refused' then 'could not be brought in' end from i returning id, user_id, ingest_id
            )
            insert into jobs (id, user_id, kind, queue, payload, subject, max_attempts)
            select gen_random_uuid(), user_id, 'library.ingest-file', 'ingest', jsonb_build_object('fileId', id), ingest_id, 3 from f
            """, server.OwnerId, _footage.Root, path, status, isWatched);
    }
}
