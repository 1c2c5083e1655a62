using Backlot.Channels.Albums;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Channels.Albums;

/// <summary>Single parts of albums, ordered from providers: once, kept with their maker, and by the next one when the first cannot.</summary>
public sealed class OrderedPartTests(OrderedPartTests.One one) : IClassFixture<OrderedPartTests.One>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [InlineData("gemini", "gemini-3.1-flash-image", "0.0670")]
    [InlineData("openai", "gpt-image-2", "0.0700")]
    [InlineData("leonardo", "de7d3faf-762f-48e0-b3b7-9d0ac3a3fcf3", "0.0147")]
    public async Task A_picture_is_ordered_once_and_kept_with_its_maker_price_and_licence(string provider, string model, string usd)
    {
        one.Restart();

        var (album, error) = await MakeImageAsync(provider);

        Assert.Null(error);
        Assert.Equal(1, one.Fake(provider).Paid);
        Assert.Equal($"{provider} 640 png", await one.Server.Database.ValueAsync<string>(
            "select i.provider || ' ' || a.width || ' ' || a.format from images i join assets a on a.id = i.asset_id where i.video_job_id = $1", album));
        Assert.Equal($"{provider} {model} {usd} completed made", await BillAsync(album));
        Assert.StartsWith("Made with ", await LicenseAsync(album, "images"), StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("mubert", "v3")]
    [InlineData("beatoven", "v1")]
    public async Task A_track_gets_the_length_that_was_planned_to_the_frame(string provider, string model)
    {
        one.Restart();

        var (album, error) = await MakeTrackAsync(provider);

        Assert.Null(error);
        Assert.Equal(1, one.Fake(provider).Paid);
        var planned = await one.Server.Database.ValueAsync<double>("select (prompts_json -> 'music_prompts' -> 0 ->> 'duration_seconds')::float8 from video_jobs where id = $1", album);
        Assert.Equal(planned, await one.Server.Database.ValueAsync<double>("select a.duration_seconds from audio_tracks t join assets a on a.id = t.asset_id where t.video_job_id = $1", album), 0.001);
        Assert.Equal($"{provider} flac", await one.Server.Database.ValueAsync<string>(
            "select t.provider || ' ' || a.format from audio_tracks t join assets a on a.id = t.asset_id where t.video_job_id = $1", album));
        // Beatoven takes three dollars for a minute, Mubert so much for each track.
        Assert.Equal($"{provider} {model} {(provider == "beatoven" ? Usd(planned) : "0.4900")} completed made", await BillAsync(album));
        Assert.StartsWith("Made with ", await LicenseAsync(album, "audio_tracks"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task The_next_one_is_asked_when_the_quota_is_used_up_and_the_first_is_left_alone()
    {
        one.Restart();
        one.Fake("mubert").OrderFaults.Enqueue(MakerReply.Error(403, MubertFake.Forbidden("LicenseLimitTracksCount")));

        var (first, error) = await MakeTrackAsync("mubert", "beatoven", "dummy");
        var (second, _) = await MakeTrackAsync("mubert", "beatoven", "dummy");

        Assert.Null(error);
        Assert.Equal(("beatoven", "beatoven"), (await ProviderAsync(first, "audio_tracks"), await ProviderAsync(second, "audio_tracks")));
        Assert.Equal((0, 2), (one.Fake("mubert").Paid, one.Fake("beatoven").Paid));
        Assert.Single(one.Fake("mubert").Requests);
        await one.Server.Database.RunAsync("delete from provider_pauses");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_provider_that_makes_only_so_many_at_once_is_waited_for()
    {
        one.Restart();
        for (var n = 0; n < 9; n++)
            one.Fake("mubert").OrderFaults.Enqueue(MakerReply.Error(403, MubertFake.Forbidden("LicenseLimitConcurrentTrackGenerationsCount")));

        var (album, error) = await MakeTrackAsync("mubert", "dummy");

        Assert.Equal((null, "mubert", 1), (error, await ProviderAsync(album, "audio_tracks"), one.Fake("mubert").Paid));
    }

    [Theory(Timeout = 120_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_built_in_one_steps_in_only_where_it_is_named(bool isNamed)
    {
        one.Restart();
        foreach (var name in (string[])["leonardo", "gemini"])
            one.Fake(name).OrderFaults.Enqueue(MakerReply.Error(401, """{"error": "Unauthorized"}"""));

        var (album, error) = await MakeImageAsync(isNamed ? ["leonardo", "gemini", "dummy"] : ["leonardo", "gemini"]);

        if (isNamed)
            Assert.Equal((null, "dummy"), (error, await ProviderAsync(album, "images")));
        else
        {
            Assert.StartsWith("Image 1: Leonardo.Ai answered 401: Unauthorized. Your key was refused: store a good one under your keys", error, StringComparison.Ordinal);
            Assert.Contains("Google Gemini answered 401", error, StringComparison.Ordinal);
        }
        Assert.Equal((0, 0), (one.Fake("leonardo").Paid, one.Fake("gemini").Paid));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("gemini")]
    [InlineData("openai")]
    [InlineData("leonardo")]
    [InlineData("mubert")]
    [InlineData("beatoven")]
    public async Task An_answer_that_is_lost_is_said_and_never_paid_for_again(string provider)
    {
        one.Restart();
        one.Fake(provider).OrderFaults.Enqueue(MakerReply.Reset);
        var isMusic = provider is "mubert" or "beatoven";

        var (album, error) = isMusic ? await MakeTrackAsync(provider, "dummy") : await MakeImageAsync(provider, "dummy");
        // Somebody resumes it, twice.
        for (var again = 1; again <= 2; again++)
        {
            if (isMusic)
                await OrderedAlbum.EnqueueAsync(one.Server, new MakeTrack(album, 1), album);
            else
                await OrderedAlbum.EnqueueAsync(one.Server, new MakeImage(album, 1), album);
            await one.Server.Database.UntilAsync("select count(*) = $2 from jobs where subject = $1 and completed_at is not null", album, 1L + again);
        }

        Assert.Contains("It may have been ordered and paid for", error, StringComparison.Ordinal);
        Assert.Equal(1, one.Fake(provider).Paid);
        Assert.Equal(0, await one.Server.Database.ValueAsync<long>("select (select count(*) from images where video_job_id = $1) + (select count(*) from audio_tracks where video_job_id = $1)", album));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_track_that_is_far_too_short_is_refused_and_not_ordered_again()
    {
        one.Restart();
        one.Fake("beatoven").Media = await OrderedAlbum.TrackAsync(1);

        var (_, error) = await MakeTrackAsync("beatoven", "dummy");

        Assert.Matches(@"^Track 1: What beatoven made lasts 1\.\d s, less than half of the \d\.\d s that were ordered: replace this part, by another provider, say\.$", error);
        Assert.Equal(1, one.Fake("beatoven").Paid);
    }

    [Fact(Timeout = 120_000)]
    public async Task What_only_says_that_it_is_a_picture_is_refused()
    {
        one.Restart();
        one.Fake("leonardo").Media = "<html>So sorry</html>"u8.ToArray();

        var (_, error) = await MakeImageAsync("leonardo");

        Assert.Equal("Image 1: What leonardo made is not an image: it looks like text; use JPEG, PNG or WebP: replace this part, by another provider, say.", error);
        Assert.Empty(Directory.GetFiles(one.Server.Folder.Temp));
    }

    private async Task<(Guid Album, string? Error)> MakeImageAsync(params string[] providers)
    {
        var album = await OrderedAlbum.AddAsync(one.Server, ["dummy"], providers);
        await OrderedAlbum.EnqueueAsync(one.Server, new MakeImage(album.Id, 1), album.Id);
        return (album.Id, await OrderedAlbum.UntilMadeAsync(one.Server, "images", album.Id));
    }

    private async Task<(Guid Album, string? Error)> MakeTrackAsync(params string[] providers)
    {
        var album = await OrderedAlbum.AddAsync(one.Server, providers, ["dummy"]);
        await OrderedAlbum.EnqueueAsync(one.Server, new MakeTrack(album.Id, 1), album.Id);
        return (album.Id, await OrderedAlbum.UntilMadeAsync(one.Server, "audio_tracks", album.Id));
    }

    /// <summary>Who made it, by which model, for what, and how generation and order ended.</summary>
    private Task<string> BillAsync(Guid album) => one.Server.Database.ValueAsync<string>("""
        select g.provider || ' ' || g.model || ' ' || g.cost || ' ' || g.status || ' ' || o.state
        from generations g join orders o on o.generation_id = g.id where g.intent_key like $1
        """, $"{album:N}/%");

    private Task<string> ProviderAsync(Guid album, string table) => one.Server.Database.ValueAsync<string>($"select provider from {table} where video_job_id = $1", album);

    private Task<string> LicenseAsync(Guid album, string table) => one.Server.Database.ValueAsync<string>(
        $"select a.metadata ->> 'license' from {table} p join assets a on a.id = p.asset_id where p.video_job_id = $1", album);

    private static string Usd(double seconds) => (decimal.Ceiling((decimal)seconds * 3 / 60 * 10_000) / 10_000).ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>One server before all providers.</summary>
    public sealed class One(TestCluster cluster) : IAsyncLifetime
    {
        private MakerFake[] _fakes = [];
        private byte[] _picture = [], _track = [];

        internal TestServer Server { get; private set; } = null!;

        internal MakerFake Fake(string name) => _fakes.Single(fake => fake.Name == name);

        internal void Restart()
        {
            foreach (var fake in _fakes)
            {
                fake.Restart();
                fake.Media = fake.Name is "mubert" or "beatoven" ? _track : _picture;
            }
        }

        public async ValueTask InitializeAsync()
        {
            (_picture, _track) = (await OrderedAlbum.PictureAsync(), await OrderedAlbum.TrackAsync(9));
            _fakes = [new GeminiImageFake(_picture), new OpenAiImageFake(_picture), new LeonardoFake(_picture), new MubertFake(_track), new BeatovenFake(_track)];
            foreach (var fake in _fakes)
                fake.ReadyAfter = 1;
            Server = await ShortAlbums.StartServerAsync(cluster, settings: given => OrderedAlbum.Lead(given, _fakes));
            Server.Log.Watch(MakerFake.Key);
            await AlbumProviderRequestTests.StoreKeysAsync(Server, [.. _fakes.Select(fake => fake.Name)]);
        }

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            foreach (var fake in _fakes)
                await fake.DisposeAsync();
        }
    }
}
