using Backlot.Library.Similarity;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Backlot.Tests.Library.Similarity;

/// <summary>What is found through the index, held against what a comparison with every clip finds.</summary>
public sealed class NearestClipsTests(NearestClipsTests.Library library) : IClassFixture<NearestClipsTests.Library>
{
    private const int Wanted = 10, Questions = 20;
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [InlineData(0, true)]           // all of the owner's
    [InlineData(0.5, true)]
    [InlineData(0.75, true)]        // more than are compared one by one
    [InlineData(0.9, false)]        // fewer
    [InlineData(0.999, false)]      // hardly any
    public async Task However_many_pass_the_filter_nearly_all_of_the_nearest_are_found(double minScore, bool byIndex)
    {
        var found = 0;
        var expected = 0;
        foreach (var question in library.Questions)
        {
            var near = await library.FindAsync(question, new("test") { MinScore = minScore });
            var true10 = library.Nearest(question, library.Mine.Where(c => c.Score >= minScore));
            Assert.Equal(true10.Count, near.Count);
            Assert.Equal(near.OrderBy(n => n.Distance), near);
            found += near.Select(n => n.Id).Intersect(true10).Count();
            expected += true10.Count;
        }

        Assert.InRange((double)found / expected, byIndex ? 0.95 : 1, 1);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_film_far_from_the_question_still_gives_all_it_has()
    {
        var film = library.Mine.GroupBy(c => c.Film).First();

        foreach (var question in library.Questions.Take(5))
            Assert.Equal(library.Nearest(question, film), (await library.FindAsync(question, new("test") { AssetId = film.Key })).Select(n => n.Id));
    }

    [Fact(Timeout = 60_000)]
    public async Task Clips_of_others_and_vectors_of_other_makers_are_never_among_them()
    {
        var mine = library.Mine.Select(c => c.Id).ToHashSet();

        foreach (var question in library.Questions)
            Assert.All(await library.FindAsync(question, new("test")), near => Assert.Contains(near.Id, mine));
        Assert.Empty(await library.FindAsync(library.Questions[0], new("nobody")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_clip_is_not_like_itself()
    {
        var self = library.Mine[17];

        var near = await library.FindAsync(self.Vector, new("test") { NotClip = self.Id });

        Assert.DoesNotContain(self.Id, near.Select(n => n.Id));
        Assert.Equal(Wanted, near.Count);
    }

    /// <summary>Without the extension a database keeps arrays, and the answers are the same.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Arrays_are_compared_as_vectors_are()
    {
        await using var server = await TestServer.StartAsync(library.Cluster);
        await server.Database.RunAsync("""
            drop index if exists clips_embedding_idx;
            alter table clips alter column embedding type real[] using embedding::real[];
            alter table clips add constraint clips_embedding_has_512 check (cardinality(embedding) = 512);
            """);
        var film = await MadeFootage.AddFilmAsync(server);
        var clips = await MadeFootage.AddClipsAsync(server, film, Enumerable.Repeat(MadeFootage.Calm, 30));
        foreach (var (clip, like) in clips.Zip(library.Mine))
            await MadeFootage.SetVectorAsync(server, clip.Id, like.Vector);

        using var scope = server.Services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<Backlot.Platform.Database.BacklotDb>();
        db.Owner = server.OwnerId;
        var near = await scope.ServiceProvider.GetRequiredService<NearestClips>().FindAsync(library.Questions[0], new("test"), 5, Ct);

        var indices = library.Mine.Take(30).Index().OrderBy(c => Library.Distance(c.Item.Vector, library.Questions[0])).Select(c => c.Index).Take(5);
        Assert.Equal(indices.Select(i => clips[i].Id), near.Select(n => n.Id));
        Assert.All(near, n => Assert.Equal(Library.Distance(library.Questions[0], library.Mine[clips.FindIndex(c => c.Id == n.Id)].Vector), n.Distance, 1e-4));
    }

    public sealed record KnownClip(Guid Id, Guid Film, float[] Vector, double Score);

    /// <summary>8,000 clips of 40 films of one owner, among 4,000 of another; clips of a film are somewhat alike.</summary>
    public sealed class Library(TestCluster cluster) : IAsyncLifetime
    {
        private const int Films = 40, ClipsOfFilm = 200, OthersFilms = 20;
        private TestServer _server = null!;

        public TestCluster Cluster => cluster;
        public List<KnownClip> Mine { get; } = [];
        public List<float[]> Questions { get; } = [];

        public async ValueTask InitializeAsync()
        {
            _server = await TestServer.StartAsync(cluster);
            var other = await _server.Database.AddUserAsync();
            var random = new Random(1);
            for (var n = 0; n < Films + OthersFilms; n++)
                await AddFilmAsync(n < Films ? _server.OwnerId : other, n < Films, random);
            await _server.Database.RunAsync("analyze clips");
            Questions.AddRange(Enumerable.Range(0, NearestClipsTests.Questions).Select(_ => Near(Mine[random.Next(Mine.Count)].Vector, random, 0.5f)));
        }

        internal async Task<List<NearClip>> FindAsync(float[] question, ClipFilter filter)
        {
            using var scope = _server.Services.CreateScope();
            scope.ServiceProvider.GetRequiredService<Backlot.Platform.Database.BacklotDb>().Owner = _server.OwnerId;
            return await scope.ServiceProvider.GetRequiredService<NearestClips>().FindAsync(question, filter, Wanted, Ct);
        }

        public List<Guid> Nearest(float[] question, IEnumerable<KnownClip> among) =>
            [.. among.OrderBy(c => Distance(c.Vector, question)).Take(Wanted).Select(c => c.Id)];

        public static double Distance(float[] a, float[] b) => 1 - a.Zip(b, (x, y) => (double)x * y).Sum();

        public ValueTask DisposeAsync() => _server.DisposeAsync();

        private async Task AddFilmAsync(Guid owner, bool isMine, Random random)
        {
            var film = await MadeFootage.AddFilmAsync(_server, owner);
            var look = MadeFootage.Direction(random);
            await using var connection = await _server.Database.OpenAsync();
            await using var copy = await connection.BeginTextImportAsync(
                "copy clips (id, user_id, asset_id, start_time, end_time, composite_score, embedding, embedded_by) from stdin", Ct);
            for (var n = 0; n < ClipsOfFilm; n++)
            {
                var clip = new KnownClip(Guid.CreateVersion7(), film.Id, Near(look, random, 1), random.NextDouble());
                if (isMine)
                    Mine.Add(clip);
                await copy.WriteLineAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                    $"{clip.Id}\t{owner}\t{film.Id}\t{n}\t{n + 1}\t{clip.Score}\t[{string.Join(',', clip.Vector)}]\ttest"));
            }
        }

        private static float[] Near(float[] vector, Random random, float off) =>
            MadeFootage.Unit([.. vector.Zip(MadeFootage.Direction(random), (a, b) => a + off * b)]);
    }
}
