using System.Collections.Concurrent;
using System.Net.Http.Json;
using Backlot.Accounts.Credits;
using Backlot.Accounts.People;
using Backlot.Channels.Albums;
using Backlot.Generation.Keys;
using Backlot.Jobs;
using Backlot.Platform.Database;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Studio;
using Backlot.Tests.Support;
using Npgsql;

namespace Backlot.Tests.Channels.Albums;

/// <summary>Pulling the plug between an order that costs money and its record, at all providers of pictures and music at the same time.</summary>
public sealed class KilledWhileOrderingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task However_often_the_server_is_killed_a_part_is_ordered_and_paid_for_once()
    {
        var data = Path.Combine(Path.GetTempPath(), "backlot-ordering-" + Guid.CreateVersion7().ToString("N")[^12..]);
        var (picture, track) = (await OrderedAlbum.PictureAsync(), await OrderedAlbum.TrackAsync(9));
        Maker[] makers =
        [
            new(new GeminiImageFake(picture), "Google Gemini") { HandsOverAtOnce = true },
            new(new OpenAiImageFake(picture), "OpenAI") { HandsOverAtOnce = true },
            new(new LeonardoFake(picture), "Leonardo.Ai"),
            new(new MubertFake(track), "Mubert") { IsMusic = true },
            new(new BeatovenFake(track), "Beatoven") { IsMusic = true },
        ];
        KeyValuePair<string, string>[] settings =
        [
            new("BACKLOT_GENERATE_SLOTS", "8"), new("BACKLOT_PROVIDER_URLS", string.Join(',', makers.Select(maker => $"{maker.Fake.Name}={maker.Fake.Url}"))),
            new("BACKLOT_OUTBOUND_ALLOW", string.Join(',', makers.SelectMany(maker => maker.Fake.Hosts))),
        ];
        try
        {
            var server = await ServerProcess.StartAsync(data, settings);
            foreach (var fake in makers.Select(maker => maker.Fake))
            {
                var key = new NewKey(MakerFake.Key, fake is MubertFake ? MakerFake.Secret : null);
                (await server.Http.PutAsJsonAsync($"/api/keys/{fake.Name}", key, Ct)).EnsureSuccessStatusCode();
            }
            var me = (await server.Http.SendAsync<MeView>(HttpMethod.Get, "/api/me")).Id;
            (await server.Http.PostAsJsonAsync($"/api/users/{me}/credits", new NewCredits(10_000, "For albums"), Ct)).EnsureSuccessStatusCode();

            foreach (var step in (string[])["order", "question", "file"])
                server = await KillAtAsync(step, server, me, data, settings, [.. makers.Where(maker => step == "order" || !maker.HandsOverAtOnce)]);

            // Only what was made is charged.
            Assert.Equal("lost unknown 5, made 6", await server.QueryAsync<string>("""
                select string_agg(said || ' ' || times, ', ' order by said)
                from (select concat_ws(' ', state, failure_class) as said, count(*) as times from orders group by 1) as ends
                """));
            Assert.Equal(await server.QueryAsync<long>("select sum(ceil(cost * 100))::bigint from generations where status = 'completed'"),
                await server.QueryAsync<long>(
                    "select (select sum(amount) from credit_entries where kind in ('opening', 'grant')) - sum(credits_balance) from users"));
            await server.DisposeAsync();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
            foreach (var maker in makers)
                await maker.Fake.DisposeAsync();
        }
    }

    /// <returns>The server that took over.</returns>
    private static async Task<ServerProcess> KillAtAsync(
        string step, ServerProcess server, Guid owner, string data, KeyValuePair<string, string>[] settings, IReadOnlyList<Maker> makers)
    {
        var (reached, goOn) = (new ConcurrentDictionary<string, bool>(), new TaskCompletionSource());
        var (paid, albums) = (makers.Select(maker => maker.Fake.Paid).ToList(), new List<Guid>());
        foreach (var maker in makers)
        {
            maker.Fake.Arrived = request => OrderedAlbum.StepOf(request) == step && reached.TryAdd(maker.Fake.Name, true) ? goOn.Task : Task.CompletedTask;
            albums.Add(await OrderAsync(server, owner, maker));
        }
        while (reached.Count < makers.Count)
        {
            await server.QueryAsync<long>(Hurry.Statement);
            await Task.Delay(50, Ct);
        }
        await server.KillAsync();
        foreach (var maker in makers)
            maker.Fake.Arrived = _ => Task.CompletedTask;
        goOn.SetResult();       // what was asked is done, and nobody hears of it

        var next = await ServerProcess.StartAsync(data, settings);
        foreach (var (maker, album, before) in makers.Zip(albums, paid))
        {
            var table = maker.IsMusic ? "audio_tracks" : "images";
            string end;
            while ((end = await next.QueryAsync<string>($"""
                select case when exists (select from {table} where video_job_id = '{album}') then 'made' else coalesce(error_message, '') end
                from video_jobs where id = '{album}'
                """)) == "")
            {
                await next.QueryAsync<long>(Hurry.Statement);
                await Task.Delay(50, Ct);
            }
            Assert.Equal((maker.Title, step, 1), (maker.Title, step, maker.Fake.Paid - before));
            if (step == "order")
                Assert.Contains(
                    $"The server stopped while this was being ordered from {maker.Title}. It may have been ordered and paid for", end, StringComparison.Ordinal);
            else
                Assert.Equal((maker.Title, "made"), (maker.Title, end));
        }
        return next;
    }

    /// <summary>One part of an album.</summary>
    private static async Task<Guid> OrderAsync(ServerProcess server, Guid owner, Maker maker)
    {
        // A connection that is kept would be one to the database that died with the server before.
        var database = new NpgsqlConnectionStringBuilder(EmbeddedPostgres.DatabaseOf(server.Folder).ConnectionString) { Pooling = false };
        await using var db = new BacklotDb(Schema.Options(database.ConnectionString).Options) { Owner = owner };
        var album = maker.IsMusic
            ? await OrderedAlbum.AddAsync(db, server.Folder, [maker.Fake.Name], ["dummy"])
            : await OrderedAlbum.AddAsync(db, server.Folder, ["dummy"], [maker.Fake.Name]);
        if (maker.IsMusic)
            db.Enqueue(new MakeTrack(album.Id, 1), owner, album.Id);
        else
            db.Enqueue(new MakeImage(album.Id, 1), owner, album.Id);
        await db.SaveChangesAsync(Ct);
        return album.Id;
    }

    /// <summary>A provider, and how it hands over what it made.</summary>
    private sealed record Maker(MakerFake Fake, string Title)
    {
        public bool IsMusic { get; init; }

        /// <summary>With the answer to the order.</summary>
        public bool HandsOverAtOnce { get; init; }
    }
}
