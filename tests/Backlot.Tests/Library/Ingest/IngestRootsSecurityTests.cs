using System.Net.Http.Json;
using Backlot.Library.Ingest;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Ingest;

/// <summary>Which folders may be brought in, and by whom: docs/security.md 2.5.</summary>
public sealed class IngestRootsSecurityTests(TestCluster cluster) : IDisposable
{
    private readonly Footage _footage = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _footage.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Without_roots_members_may_bring_in_no_folder_and_admins_any_but_the_data_folder()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var member = await TestUser.AddAsync(server, "member");
        using var reader = await TestUser.AddAsync(server, "half-admin", ["write"], isAdmin: true);

        Assert.Equal((403, "ingest.no-roots"), await AskAsync(member.Http, _footage.Root));
        Assert.Equal((403, "ingest.no-roots"), await AskAsync(reader.Http, _footage.Root));
        Assert.Equal((202, null), await AskAsync(server.Http, _footage.Root));
        Assert.Equal((422, "invalid"), await AskAsync(server.Http, server.Folder.Root));
        Assert.Equal((422, "invalid"), await AskAsync(server.Http, server.Folder.Blobs));
        Assert.Equal((422, "invalid"), await AskAsync(server.Http, "footage"));
        Assert.Equal((422, "invalid"), await AskAsync(server.Http, _footage.At("nowhere")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_root_that_is_taken_away_ends_the_watching_of_what_lies_under_it()
    {
        var database = await cluster.NewDatabaseAsync();
        _footage.Add("root/one.wav", TinyMedia.Wav(1));
        Guid id;
        await using (var first = await UnderAsync("root", database))
        {
            id = (await Footage.IngestAsync(first.Http, new(_footage.At("root"), Watch: true))).Id;
            await Footage.UntilAsync(first.Http, id, ingest => ingest is { Status: "watching", Taken: 1 });
        }
        _footage.Add("root/two.wav", TinyMedia.Wav(2));
        Directory.CreateDirectory(_footage.At("other"));

        await using var second = await UnderAsync("other", database);
        var ended = await Footage.UntilAsync(second.Http, id, ingest => ingest.Status == "failed");

        Assert.StartsWith("Folders are brought in from under ", ended.Error, StringComparison.Ordinal);
        Assert.Equal((1, 1), (ended.Found, ended.Taken));
    }

    private Task<TestServer> UnderAsync(string root, Npgsql.NpgsqlConnectionStringBuilder database) =>
        TestServer.StartAsync(cluster, settings: given => given with { IngestRoots = [_footage.At(root)] }, database: database);

    [Fact(Timeout = 60_000)]
    public async Task A_watched_folder_that_a_link_replaces_is_not_looked_through()
    {
        var database = await cluster.NewDatabaseAsync();
        _footage.Add("watched/one.wav", TinyMedia.Wav(1));
        _footage.Add("elsewhere/secret.wav", TinyMedia.Wav(2));
        Guid id;
        await using (var first = await TestServer.StartAsync(cluster, database: database))
        {
            id = (await Footage.IngestAsync(first.Http, new(_footage.At("watched"), Watch: true))).Id;
            await Footage.UntilAsync(first.Http, id, ingest => ingest is { Status: "watching", Taken: 1 });
        }
        Directory.Delete(_footage.At("watched"), recursive: true);
        Directory.CreateSymbolicLink(_footage.At("watched"), _footage.At("elsewhere"));

        await using var second = await TestServer.StartAsync(cluster, database: database);
        var ended = await Footage.UntilAsync(second.Http, id, ingest => ingest.Status == "failed");

        Assert.Equal(1, ended.Found);
    }

    [Fact(Timeout = 60_000)]
    public async Task With_roots_everybody_is_held_to_them_and_learns_nothing_of_what_lies_outside()
    {
        Directory.CreateDirectory(_footage.At("root/inside"));
        Directory.CreateDirectory(_footage.At("root-but-not/x"));
        Directory.CreateSymbolicLink(_footage.At("root/out"), "/etc");
        await using var server = await TestServer.StartAsync(cluster, settings: given => given with { IngestRoots = [_footage.At("root")] });
        using var member = await TestUser.AddAsync(server, "member");

        foreach (var http in (HttpClient[])[server.Http, member.Http])
        {
            Assert.Equal((202, null), await AskAsync(http, _footage.At("root")));
            Assert.Equal((202, null), await AskAsync(http, _footage.At("root/inside")));
            foreach (var outside in (string[])["/", "/etc", "/nowhere at all", _footage.Root, _footage.At("root-but-not"), _footage.At("root-but-not/x"),
                _footage.At("root/../root-but-not"), _footage.At("root/out"), _footage.At("root/out/ssl")])
                Assert.Equal((403, "ingest.outside"), await AskAsync(http, outside));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_root_that_is_a_link_stands_for_what_it_leads_to()
    {
        Directory.CreateDirectory(_footage.At("real/below"));
        Directory.CreateSymbolicLink(_footage.At("root"), _footage.At("real"));
        await using var server = await TestServer.StartAsync(cluster, settings: given => given with { IngestRoots = [_footage.At("root")] });

        Assert.Equal((202, null), await AskAsync(server.Http, _footage.At("root/below")));
        Assert.Equal(_footage.At("real/below"), await server.Database.ValueAsync<string>("select location from ingests"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_folder_that_becomes_a_link_before_its_file_is_opened_leads_nowhere()
    {
        Directory.CreateDirectory(_footage.At("secret"));
        await File.WriteAllBytesAsync(_footage.At("secret/x.wav"), TinyMedia.Wav(1), Ct);
        Footage.Age(_footage.At("secret/x.wav"));
        _footage.Add("root/a/x.wav", TinyMedia.Wav(2));
        await using var server = await TestServer.StartAsync(cluster, settings: given => given with { IngestRoots = [_footage.At("root")], WorkQueues = ["generate"] });
        var ingest = await Footage.IngestAsync(server.Http, new(_footage.At("root")));
        // As the look into the folder would have found it.
        await server.Database.RunAsync("""
            with f as (insert into ingest_files (user_id, ingest_id, path) select user_id, id, $1 from ingests returning id, user_id, ingest_id)
            insert into jobs (id, user_id, kind, queue, payload, subject, max_attempts)
            select gen_random_uuid(), user_id, 'library.ingest-file', 'ingest', jsonb_build_object('fileId', id), ingest_id, 5 from f
            """, _footage.At("root/a/x.wav"));
        Directory.Delete(_footage.At("root/a"), recursive: true);
        Directory.CreateSymbolicLink(_footage.At("root/a"), _footage.At("secret"));

        await using var worker = await TestServer.StartAsync(cluster, database: server.Database);
        await Footage.UntilEndedAsync(worker.Http, ingest.Id);

        var refused = await Footage.FilesAsync(worker.Http, ingest.Id, "refused");
        Assert.Equal([_footage.At("root/a"), _footage.At("root/a/x.wav")], refused.Select(f => f.Path).Order());
        Assert.All(refused, f => Assert.Equal("is a link, or lies behind one; links are not followed", f.Reason));
        Assert.Equal(0, await Footage.AssetsAsync(worker));
    }

    private static async Task<(int Status, string? Code)> AskAsync(HttpClient http, string path)
    {
        using var reply = await http.PostAsJsonAsync("/api/ingest/local/folder", new NewFolderIngest(path), Ct);
        return ((int)reply.StatusCode, reply.IsSuccessStatusCode ? null : (await ProblemDocument.ReadAsync(reply)).Code);
    }
}
