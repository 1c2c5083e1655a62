using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Backlot.Library.Assets;
using Backlot.Library.Ingest;
using Backlot.Platform.Http;
using Backlot.Platform.Processes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Ingest;

/// <summary>Folders of the server's machine, brought in.</summary>
public sealed class FolderIngestTests(TestCluster cluster) : IDisposable
{
    private readonly Footage _footage = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _footage.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task Good_files_become_assets_and_each_bad_one_says_why_it_does_not()
    {
        await using var server = await TestServer.StartAsync(cluster);
        _footage.Add("one.wav", TinyMedia.Wav(1));
        _footage.Add("deep/er/two.wav", TinyMedia.Wav(2));
        _footage.Add("deep/one again.wav", TinyMedia.Wav(1));
        _footage.Add("empty.mp4", []);
        _footage.Add("words.jpg", "This is no picture."u8.ToArray());
        _footage.Add(".hidden.wav", TinyMedia.Wav(3));
        File.CreateSymbolicLink(_footage.At("passwd.wav"), "/etc/passwd");
        Directory.CreateSymbolicLink(_footage.At("elsewhere"), "/etc");
        await ChildProcess.RunAsync(new("mkfifo", _footage.At("pipe.mp4")), Ct);

        var started = await Footage.IngestAsync(server.Http, new(_footage.Root));
        var ended = await Footage.UntilEndedAsync(server.Http, started.Id);

        Assert.Equal(("completed", 8, 2, 1, 5, 0), (ended.Status, ended.Found, ended.Taken, ended.Known, ended.Refused, ended.Waiting));
        var refused = (await Footage.FilesAsync(server.Http, started.Id, "refused")).ToDictionary(f => Path.GetFileName(f.Path), f => f.Reason ?? "");
        Assert.Equal("is empty", refused["empty.mp4"]);
        Assert.Contains("text", refused["words.jpg"], StringComparison.Ordinal);
        Assert.Equal("is not a regular file", refused["pipe.mp4"]);
        Assert.All((string[])["passwd.wav", "elsewhere"], name => Assert.Equal("is a link, or lies behind one; links are not followed", refused[name]));
        Assert.Equal(2, Footage.BlobsOf(server));
        Assert.Empty(Directory.GetFiles(server.Folder.Temp));
        Assert.Equal(3, (await Footage.FilesAsync(server.Http, started.Id, "taken")).Concat(await Footage.FilesAsync(server.Http, started.Id, "known")).Count());
        var assets = (await server.Http.GetFromJsonAsync<Page<AssetView>>("/api/assets?sort=name", Ct))!.Items;
        Assert.Equal(["one", "two"], assets.Select(a => a.Filename[..3]).Order());
        Assert.All(assets, a => Assert.Equal(("audio", "folder", "ready"), (a.Kind, a.Source, a.Status)));
        Assert.All(assets, a => Assert.InRange(a.DurationSeconds ?? 0, 0.024, 0.026));
    }

    [Fact(Timeout = 120_000)]
    public async Task Folders_and_files_whose_names_are_no_text_are_told_and_stop_nothing()
    {
        await using var server = await TestServer.StartAsync(cluster);
        _footage.Add("one.wav", TinyMedia.Wav(1));
        // Latin-1, and two that look the same when they are read.
        await ChildProcess.RunAsync(new("bash", "-c", """cd "$1"; mkdir $'caf\xe9'; cp one.wav $'caf\xe9'/two.wav; cp one.wav $'x\xe9.wav'; cp one.wav $'x\xe8.wav'""", "-", _footage.Root), Ct);

        var ended = await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(_footage.Root))).Id);

        Assert.Equal(("completed", 1), (ended.Status, ended.Taken));
        // .NET cannot name them, so it cannot delete them either.
        await ChildProcess.RunAsync(new("bash", "-c", """cd "$1" && rm -rf caf* x*""", "-", _footage.Root), Ct);
        Assert.Contains("is a folder whose name is not UTF-8: rename it", (await Footage.FilesAsync(server.Http, ended.Id, "refused")).Select(f => f.Reason));
        Assert.Equal(2, ended.Refused);
    }

    [Fact(Timeout = 120_000)]
    public async Task Names_that_look_like_something_else_are_names()
    {
        string[] names = ["-i.wav", "%03d.wav", "a\nb.wav", "file:canary.wav", "*?.wav", "$(id)`id`.wav",
            "'\".wav", "\u202egpj.wav", new string('n', 251) + ".wav"];
        await using var server = await TestServer.StartAsync(cluster);
        foreach (var (n, name) in names.Index())
            _footage.Add(name, TinyMedia.Wav(n));

        var ended = await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(_footage.Root))).Id);

        Assert.Equal((names.Length, 0), (ended.Taken, ended.Refused));
        var kept = await server.Database.ColumnAsync<string>("select filename from assets");
        Assert.Equal(names.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
    }

    [Fact(Timeout = 120_000)]
    public async Task Brought_in_again_a_folder_is_known_and_without_recursion_only_its_own_files_count()
    {
        await using var server = await TestServer.StartAsync(cluster);
        _footage.Add("one.wav", TinyMedia.Wav(1));
        _footage.Add("below/two.wav", TinyMedia.Wav(2));

        var first = await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(_footage.Root, Recursive: false))).Id);
        var second = await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(_footage.Root))).Id);

        Assert.Equal((1, 1, 0), (first.Found, first.Taken, first.Known));
        Assert.Equal((2, 1, 1), (second.Found, second.Taken, second.Known));
        Assert.Equal(2, await Footage.AssetsAsync(server));
    }

    [Fact(Timeout = 120_000)]
    public async Task The_same_bytes_under_twenty_names_at_once_are_one_asset()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: given => given with { GenerateSlots = 8 });
        for (var n = 0; n < 20; n++)
            _footage.Add($"copy {n}.wav", TinyMedia.Wav(7));

        var ended = await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(_footage.Root))).Id);

        Assert.Equal((1, 19), (ended.Taken, ended.Known));
        Assert.Equal(1, await Footage.AssetsAsync(server));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from job_attempts where outcome = 'retry'"));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_that_grows_is_waited_for_until_it_stands_still()
    {
        // On a machine that is very busy we ourselves may pause for so long that it stands still: then it did not grow, and nothing was tried.
        for (var steadily = false; !steadily;)
        {
            await using var server = await TestServer.StartAsync(cluster);
            steadily = await GrowAsync(server);
        }
    }

    /// <returns>False when it did not grow steadily.</returns>
    private async Task<bool> GrowAsync(TestServer server)
    {
        var whole = TinyMedia.Wav(5, samples: 40_000);
        var path = _footage.At("growing.wav");
        await File.WriteAllBytesAsync(path, whole[..1000], Ct);
        var grownAt = TimeProvider.System.GetTimestamp();
        var started = await Footage.IngestAsync(server.Http, new(_footage.Root));
        for (var at = 1000; at < whole.Length;)
        {
            var seen = await Footage.UntilAsync(server.Http, started.Id, ingest => ingest.Found == 1);
            if (TimeProvider.System.GetElapsedTime(grownAt) > TimeSpan.FromSeconds(1.5))
                return false;
            Assert.Equal((1, 0), (seen.Waiting, seen.Taken + seen.Refused));
            await using (var more = new FileStream(path, FileMode.Append))
                await more.WriteAsync(whole.AsMemory(at, Math.Min(20_000, whole.Length - at)), Ct);
            grownAt = TimeProvider.System.GetTimestamp();
            at += 20_000;
            await Task.Delay(700, Ct);
        }
        var ended = await Footage.UntilEndedAsync(server.Http, started.Id);

        Assert.Equal((1, 0), (ended.Taken, ended.Refused));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(whole)), await server.Database.ValueAsync<string>("select sha256 from assets"));
        return true;
    }

    [Fact(Timeout = 120_000)]
    public async Task A_watched_folder_brings_in_what_comes_later_also_while_no_server_ran_until_its_ingest_is_deleted()
    {
        var database = await cluster.NewDatabaseAsync();
        Guid id;
        _footage.Add("one.wav", TinyMedia.Wav(1));
        await using (var first = await TestServer.StartAsync(cluster, database: database))
        {
            id = (await Footage.IngestAsync(first.Http, new(_footage.Root, Watch: true))).Id;
            await Footage.UntilAsync(first.Http, id, ingest => ingest is { Status: "watching", Taken: 1 });
            _footage.Add("new/two.wav", TinyMedia.Wav(2));
            await Footage.UntilAsync(first.Http, id, ingest => ingest is { Status: "watching", Taken: 2 });
            using var again = await first.Http.PostAsJsonAsync("/api/ingest/local/folder", new NewFolderIngest(_footage.Root, Watch: true), Ct);
            Assert.Equal("ingest.watched", (await ProblemDocument.ReadAsync(again)).Code);
        }
        _footage.Add("three.wav", TinyMedia.Wav(3));

        await using var second = await TestServer.StartAsync(cluster, database: database);
        await Footage.UntilAsync(second.Http, id, ingest => ingest is { Status: "watching", Taken: 3 });
        using var deleted = await second.Http.DeleteAsync(new Uri($"/api/ingest/{id}", UriKind.Relative), Ct);
        using var gone = await second.Http.GetAsync(new Uri($"/api/ingest/{id}", UriKind.Relative), Ct);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.StatusCode, gone.StatusCode));
        Assert.Equal(3, await Footage.AssetsAsync(second));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_watched_folder_that_could_not_be_looked_into_any_more_is_watched_again_when_it_is_ordered_again()
    {
        await using var server = await TestServer.StartAsync(cluster);
        _footage.Add("one.wav", TinyMedia.Wav(1));
        var failed = (await Footage.IngestAsync(server.Http, new(_footage.Root, Watch: true))).Id;
        await Footage.UntilAsync(server.Http, failed, ingest => ingest is { Status: "watching", Taken: 1 });
        // Between two looks: the end of one says that the folder is there.
        while (!await server.Database.ValueAsync<bool>("""
            with failed as (
                update ingests set error_message = 'The folder was away.' where not exists (select from jobs where completed_at is null) returning 1
            )
            select exists (select from failed)
            """))
            await Task.Delay(20, Ct);

        var again = (await Footage.IngestAsync(server.Http, new(_footage.Root, Watch: true))).Id;
        await Footage.UntilAsync(server.Http, again, ingest => ingest is { Status: "watching", Known: 1 });
        _footage.Add("two.wav", TinyMedia.Wav(2));
        await Footage.UntilAsync(server.Http, again, ingest => ingest is { Taken: 1, Known: 1 });

        Assert.Equal("failed", (await Footage.UntilAsync(server.Http, failed, _ => true)).Status);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_server_killed_in_the_middle_ends_with_exactly_the_good_files()
    {
        const int good = 18, bad = 2;
        for (var n = 0; n < good; n++)
            _footage.Add($"{n % 5}/good {n}.wav", TinyMedia.Wav(100 + n));
        for (var n = 0; n < bad; n++)
            _footage.Add($"{n % 5}/bad {n}.wav", [.. TinyMedia.Wav(n)[..30]]);
        var data = Directory.CreateTempSubdirectory("backlot-killed-").FullName;
        try
        {
            Guid id;
            await using (var first = await ServerProcess.StartAsync(data))
            {
                id = (await Footage.IngestAsync(first.Http, new(_footage.Root))).Id;
                await Footage.UntilAsync(first.Http, id, ingest => ingest.Taken >= 5);
                await first.KillAsync();
            }
            await using var second = await ServerProcess.StartAsync(data);
            var ended = await Footage.UntilEndedAsync(second.Http, id);

            Assert.Equal((good + bad, good, bad, 0), (ended.Found, ended.Taken + ended.Known, ended.Refused, ended.Waiting));
            Assert.Equal(good, await second.QueryAsync<long>("select count(*) from assets"));
            Assert.Equal(good, Directory.GetFiles(second.Folder.Blobs, "*", SearchOption.AllDirectories).Length);
            Assert.Empty(Directory.GetFiles(second.Folder.Temp));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_over_the_limit_is_refused_before_it_is_read()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: given => given with { IngestMostBytes = 1 << 20 });
        await using (var sparse = new FileStream(_footage.At("sparse.mp4"), FileMode.Create))
            sparse.SetLength(10L << 30);
        Footage.Age(_footage.At("sparse.mp4"));
        _footage.Add("good.wav", TinyMedia.Wav(1));

        var ended = await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(_footage.Root))).Id);

        Assert.Equal((1, 1), (ended.Taken, ended.Refused));
        Assert.Equal("is larger than BACKLOT_INGEST_MOST_BYTES allows", Assert.Single(await Footage.FilesAsync(server.Http, ended.Id, "refused")).Reason);
        Assert.Empty(Directory.GetFiles(server.Folder.Temp));
    }
}
