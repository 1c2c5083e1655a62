using System.Net.Http.Json;
using Backlot.Channels;
using Backlot.Generation.Providers;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Backlot.Tests.Channels.Albums;

/// <summary>Cancel, failure, resume, deletion, and what the database itself refuses.</summary>
public sealed class AlbumControlTests(TestCluster cluster, AlbumControlTests.Bare bare) : IClassFixture<AlbumControlTests.Bare>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cancelled_album_stops_and_goes_on_where_it_stopped()
    {
        await using var server = await ShortAlbums.StartServerAsync(cluster);
        var id = (await server.Http.AddAlbumAsync(AlbumRequests.OneMinute)).Id;
        var before = await server.Http.UntilAsync(id, album => album.Progress.TracksDone >= 3);

        var cancelled = await PostAsync(server, id, "cancel");
        Assert.Equal("failed", cancelled.Status);
        Assert.Equal("It was cancelled.", cancelled.Error);
        await UntilIdleAsync(server, id);
        await (await server.Http.PostAsync($"/api/video-jobs/{id}/cancel", null, Ct)).ProblemAsync(409, "video-job.ended");

        Assert.NotEqual("failed", (await PostAsync(server, id, "resume")).Status);
        var done = await server.Http.UntilCompletedAsync(id);
        Assert.Equal(before.Tracks.Where(t => t.Done).Select(t => t.Url!.Split('/')[2]),
            before.Tracks.Where(t => t.Done).Select(t => done.Tracks[t.OrderIndex - 1].Url!.Split('/')[2]));
        await (await server.Http.PostAsync($"/api/video-jobs/{id}/resume", null, Ct)).ProblemAsync(409, "video-job.not-failed");
    }

    [Fact]
    public async Task An_album_that_is_resumed_at_once_does_not_mind_what_was_still_stopping()
    {
        var slow = new SlowToStop();
        await using var server = await ShortAlbums.StartServerAsync(cluster, services => services.AddSingleton<IMusicProvider>(slow));
        var id = (await server.Http.AddAlbumAsync(AlbumRequests.OneMinute with { MusicProvider = "mubert" })).Id;
        await slow.Begun.Task.WaitAsync(Ct);

        await PostAsync(server, id, "cancel");
        await PostAsync(server, id, "resume");
        slow.MayEnd.SetResult();

        await server.Http.UntilAsync(id, album => album.Progress.TracksDone >= 3);
    }

    [Fact]
    public async Task An_album_whose_provider_refuses_fails_with_its_reason_and_can_be_given_another_track()
    {
        await using var server = await ShortAlbums.StartServerAsync(cluster,
            services => services.AddSingleton<IMusicProvider>(new Grumpy()));
        var prompts = Enumerable.Range(1, 20).Select(n => n == 7 ? "A polka, 120 bpm" : $"Calm lute music number {n}, 70 bpm").ToList();
        var id = (await server.Http.AddAlbumAsync(AlbumRequests.OneMinute with { MusicProvider = "mubert", MusicPrompts = prompts })).Id;

        var failed = await FailedAsync(server, id);
        Assert.Equal("Track 7: I do not play polkas.", failed.Error);
        await UntilIdleAsync(server, id);

        var restarted = await server.Http.ReplaceAsync(id, "tracks/7", new(Provider: "dummy"));
        Assert.Null(restarted.Error);
        var done = await server.Http.UntilAsync(id, album => album.Tracks.All(track => track.Done));
        Assert.Equal("dummy", done.Tracks[6].Provider);
        Assert.Equal("mubert", done.Tracks[5].Provider);
    }

    [Fact]
    public async Task A_deleted_channel_takes_its_albums_along()
    {
        await using var server = await ShortAlbums.StartServerAsync(cluster);
        var album = await server.Http.AddAlbumAsync(AlbumRequests.OneMinute);
        await server.Http.UntilAsync(album.Id, a => a.Progress.TracksDone >= 1);

        using var deleted = await server.Http.DeleteAsync($"/api/channels/{album.ChannelId}", Ct);
        deleted.EnsureSuccessStatusCode();

        await UntilIdleAsync(server, album.Id);
        var db = server.OpenDb();
        Assert.Equal(0, await db.VideoJobs.CountAsync(Ct));
        Assert.Equal(0, await db.AudioTracks.CountAsync(Ct));
        await (await server.Http.GetAsync($"/api/video-jobs/{album.Id}", Ct)).ProblemAsync(404, "not-found");
    }

    [Fact]
    public async Task Another_users_albums_channels_and_renders_answer_as_if_they_were_not_there()
    {
        await using var server = await ShortAlbums.StartServerAsync(cluster);
        var album = await server.Http.AddAlbumAsync(AlbumRequests.OneMinute);
        await using var stolen = NpgsqlDataSource.Create(server.Database.ConnectionString);
        await using (var give = stolen.CreateCommand("""
            insert into users (id, email, display_name) values ('00000000-0000-0000-0000-00000000000b', 'b@example.org', 'B');
            update channels set user_id = '00000000-0000-0000-0000-00000000000b';
            update video_jobs set user_id = '00000000-0000-0000-0000-00000000000b';
            """))
            await give.ExecuteNonQueryAsync(Ct);

        string[] paths = [$"/api/channels/{album.ChannelId}", $"/api/channels/{album.ChannelId}/video-jobs", $"/api/video-jobs/{album.Id}", $"/api/video-jobs/{album.Id}/export"];
        foreach (var path in paths)
            await (await server.Http.GetAsync(path, Ct)).ProblemAsync(404, "not-found");
        foreach (var verb in (string[])["cancel", "resume"])
            await (await server.Http.PostAsync($"/api/video-jobs/{album.Id}/{verb}", null, Ct)).ProblemAsync(404, "not-found");
        await (await server.Http.PutAsJsonAsync($"/api/video-jobs/{album.Id}/tracks/1", new { }, Ct)).ProblemAsync(404, "not-found");
        await (await server.Http.DeleteAsync($"/api/channels/{album.ChannelId}", Ct)).ProblemAsync(404, "not-found");
        Assert.Equal("""{"items":[],"nextCursor":null}""", await server.Http.GetStringAsync("/api/video-jobs", Ct));
        Assert.Equal("""{"items":[],"nextCursor":null}""", await server.Http.GetStringAsync("/api/channels", Ct));
    }

    [Theory]
    [InlineData("planned", "rendering")]
    [InlineData("planned", "completed")]
    [InlineData("generating_music", "planned")]
    [InlineData("generating_music", "rendering")]
    [InlineData("rendering", "completed")]
    [InlineData("completed", "rendering")]
    public async Task The_database_refuses_a_status_off_the_arrows(string from, string to)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => SetStatusAsync(from, to, parts: 20));

        Assert.Equal("video_jobs_status_flow", refused.ConstraintName);
    }

    [Fact]
    public async Task The_database_refuses_to_render_with_a_hole_in_the_pairing()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => SetStatusAsync("generating_image", "rendering", parts: 19));
        Assert.Equal("video_jobs_rendered_from_twenty", refused.ConstraintName);

        await SetStatusAsync("generating_image", "rendering", parts: 20);
    }

    /// <summary>An album put into a state past the trigger, then moved on under it.</summary>
    private async Task SetStatusAsync(string from, string to, int parts)
    {
        await using var connection = await bare.Database.OpenAsync();
        // Never committed: the next one finds it as bare.
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await using var command = new NpgsqlCommand($$"""
            insert into users (id, email, display_name) values ('00000000-0000-0000-0000-00000000000a', 'a@example.org', 'A');
            insert into channels (id, user_id, name, brand_niche) select id, id, 'C', 'n' from users;
            insert into video_jobs (id, user_id, channel_id, title, status, niche_label, target_duration_minutes, seed, plan, prompts_json, output_directory)
                select id, id, id, 'T', '{{from}}', 'n', 60, 1, '{}', jsonb_build_object('music_prompts', p, 'visual_prompts', p), '/tmp'
                from users, (select jsonb_agg(i) as p from generate_series(1, 20) as i) as prompts;
            insert into assets (id, user_id, kind, source_type, filename) select id, id, 'audio', 'generated', 'a' from users;
            insert into audio_tracks (video_job_id, provider, order_index, duration_seconds, asset_id, prompt_text)
                select id, 'dummy', i, 3, id, 'p' from users, generate_series(1, 20) as i;
            insert into images (video_job_id, provider, order_index, asset_id, prompt_text)
                select id, 'dummy', i, id, 'p' from users, generate_series(1, {{parts}}) as i;
            update video_jobs set status = '{{to}}';
            """, connection, transaction);
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static async Task<VideoJobView> PostAsync(TestServer server, Guid id, string verb)
    {
        using var reply = await server.Http.PostAsync($"/api/video-jobs/{id}/{verb}", null, Ct);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(Ct));
        return (await reply.Content.ReadFromJsonAsync<VideoJobView>(Ct))!;
    }

    private static async Task<VideoJobView> FailedAsync(TestServer server, Guid id)
    {
        while (true)
        {
            var album = await server.Http.AlbumAsync(id);
            if (album.Status == "failed")
                return album;
            await Task.Delay(50, Ct);
        }
    }

    /// <summary>Until no job of the album runs or waits.</summary>
    private static async Task UntilIdleAsync(TestServer server, Guid id)
    {
        await using var database = NpgsqlDataSource.Create(server.Database.ConnectionString);
        while (true)
        {
            await using var busy = database.CreateCommand($"select count(*) from jobs where subject = '{id}' and status in ('queued', 'running', 'parked')");
            if ((long)(await busy.ExecuteScalarAsync(Ct))! == 0)
                return;
            await Task.Delay(50, Ct);
        }
    }

    /// <summary>A database without a server.</summary>
    public sealed class Bare(TestCluster cluster) : IAsyncLifetime
    {
        public NpgsqlConnectionStringBuilder Database { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Database = await cluster.NewDatabaseAsync();

        public async ValueTask DisposeAsync() => await cluster.DropDatabaseAsync(Database);
    }

    /// <summary>Its first piece takes its time to end, and ends badly.</summary>
    private sealed class SlowToStop : IMusicProvider
    {
        private int _calls;

        public TaskCompletionSource Begun { get; } = new();
        public TaskCompletionSource MayEnd { get; } = new();
        public string Name => "mubert";

        public async Task<Made> MakeAsync(MusicOrder order, string path, IProgress<double>? progress, CancellationToken ct)
        {
            if (Interlocked.Increment(ref _calls) == 1)
            {
                Begun.SetResult();
                await MayEnd.Task;
                throw new Refusal(422, "too-late", "The band has gone home.");
            }
            await PlainParts.WriteToneAsync(path, 330, order.DurationSeconds, ct);
            return new("track.wav", 0, "None.");
        }
    }

    private sealed class Grumpy : IMusicProvider
    {
        public string Name => "mubert";

        public async Task<Made> MakeAsync(MusicOrder order, string path, IProgress<double>? progress, CancellationToken ct)
        {
            if (order.Prompt.Contains("polka", StringComparison.Ordinal))
                throw new Refusal(422, "grumpy", "I do not play polkas.");
            await PlainParts.WriteToneAsync(path, 330, order.DurationSeconds, ct);
            return new("track.wav", 0, "None.");
        }
    }
}
