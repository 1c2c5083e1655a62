using System.Diagnostics;
using System.Globalization;
using Backlot.Benchmarks.Jobs;
using Backlot.Library;
using Backlot.Library.Clips;
using Backlot.Library.Similarity;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Benchmarks.Search;

/// <summary>How fast are clips listed, found by likeness and added when there are very many of them, and how many of the nearest are found?
/// Everything is asked of the database as the server's handlers ask it, one question at a time, without HTTP.</summary>
/// <param name="Clips">Rows; the bars are for <see cref="FullSize"/>.</param>
/// <param name="Questions">Of each kind.</param>
internal sealed record SearchBench(int Clips, int Questions, Action<string> Say)
{
    public const int FullSize = 1_000_000;
    public const string Maker = "made";
    private const int Wanted = 10, PageRows = 51, Judged = 50;
    private static readonly Bar List = new(20, OnlyAtFullSize: true), Similar = new(10, OnlyAtFullSize: true), Insert = new(10, OnlyAtFullSize: true),
        Recall = new(0.95, IsLeast: true, OnlyAtFullSize: true);

    private readonly List<Metric> _metrics = [];
    private readonly Random _random = new(2);
    private readonly List<(Guid Id, float[] Vector)> _sample = [];
    private Guid _owner, _film, _laterFilm;
    private int _added;

    public async Task<Report> RunAsync(CancellationToken ct)
    {
        var conditions = await Conditions.ReadAsync(TimeProvider.System, ct);
        using var folder = new TempFolder();
        await using var cluster = await BenchCluster.StartAsync(folder.Below("data"), ct, asShipped: true);
        await using var database = await cluster.NewDatabaseAsync("search", ct);
        await using var services = new ServiceCollection().AddEngine(database.ConnectionString, new() { DataFolder = "", RunsJobs = false })
            .AddSingleton<VectorKind>().AddSingleton<VectorColumn>().AddSingleton<VectorIndex>().AddScoped<ClipVectors>().AddScoped<NearestClips>().BuildServiceProvider();
        await LoadAsync(database, ct);
        await BuildAsync(services, database, ct);
        await database.RunAsync("vacuum analyze clips", ct);
        await database.RunAsync("create extension pg_prewarm", ct);
        await AskAsync(services, database, ct);
        return new($"Search among {Clips.ToString("N0", CultureInfo.InvariantCulture)} clips",
            [.. conditions, BenchCluster.DescribedAsShipped, MadeVectors.Described,
                $"{Questions} questions of each kind, one at a time; {Wanted} nearest, pages of {PageRows - 1}; recall over {Judged} questions against a comparison with every clip",
                "by EF Core and SQL as the handlers ask; one owner has all clips; the index and the rows were brought into memory before the questions, and again before clips were added (pg_prewarm)"],
            _metrics, Clips >= FullSize);
    }

    private async Task LoadAsync(BenchDatabase database, CancellationToken ct)
    {
        _owner = await database.AddUserAsync(ct);
        await database.RunAsync("drop index clips_embedding_idx", ct);
        var (made, began) = (new MadeVectors(1), Stopwatch.GetTimestamp());
        await using var connection = await database.OpenAsync(ct);
        for (var loaded = 0; loaded < Clips;)
        {
            _film = await AddFilmAsync(database, ct);
            await using var copy = await ClipCopy.BeginAsync(connection, ct);
            foreach (var (n, vector) in made.Film().Take(Clips - loaded).Index())
            {
                var id = Guid.CreateVersion7();
                if (_random.Next(Math.Max(1, Clips / (4 * Questions))) == 0)
                    _sample.Add((id, vector));
                await copy.WriteAsync(id, _owner, _film, n, _random.NextDouble(), vector, ct);
                loaded++;
            }
            await copy.EndAsync(ct);
        }
        _laterFilm = await AddFilmAsync(database, ct);
        Say(Line($"{Clips} clips loaded in {Figures.SecondsSince(began):0} s."));
    }

    private async Task<Guid> AddFilmAsync(BenchDatabase database, CancellationToken ct)
    {
        var film = Guid.CreateVersion7();
        await database.RunAsync($"""
            insert into assets (id, user_id, kind, source_type, filename, sha256, size_bytes, status)
            values ('{film}', '{_owner}', 'video', 'folder', 'film.mp4', '{film:N}{film:N}', 1, 'ready')
            """, ct);
        return film;
    }

    /// <summary>Clips are added all the while: a build must keep nobody from it.</summary>
    private async Task BuildAsync(ServiceProvider services, BenchDatabase database, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var build = services.GetRequiredService<VectorIndex>().EnsureAsync(ct);
        var meanwhile = new List<double>();
        for (var n = 0; !build.IsCompleted || meanwhile.Count == 0; n++)
        {
            meanwhile.Add(await TimeAsync(services, (at, db) => AddAsync(at, db, _sample[n % _sample.Count].Vector, ct)));
            await Task.WhenAny(build, Task.Delay(50, ct));
        }
        await build;
        Add("index build, beside the work", Figures.SecondsSince(began), "s");
        Add("- adding a clip meanwhile, longest", meanwhile.Max(), "ms");
        Add("- size of the index", await database.ReadAsync<long>("select pg_relation_size('clips_embedding_idx')", ct) / 1e6, "MB");
    }

    private async Task AskAsync(ServiceProvider services, BenchDatabase database, CancellationToken ct)
    {
        await PrewarmAsync(database, ct);
        await PercentileAsync(services, "list by score and filter, p95", List, (_, db, n) => db.Clips.AsNoTracking()
            .Where(c => c.CompositeRank >= n % 10 / 10.0 && c.Duration >= 0.5).Sorted(ClipOrder.Composite, null).Take(PageRows).ToListAsync(ct));
        await PercentileAsync(services, "similar clips, p95", Similar, (at, _, n) => FindAsync(at, n, new(Maker), ct));
        await PercentileAsync(services, "- of a tenth, by score, p95", null, (at, _, n) => FindAsync(at, n, new(Maker) { MinScore = 0.9 }, ct));
        await PercentileAsync(services, "- of a thousandth, by score, p95", null, (at, _, n) => FindAsync(at, n, new(Maker) { MinScore = 0.999 }, ct));
        await PercentileAsync(services, "- of one film, p95", null, (at, _, n) => FindAsync(at, n, new(Maker) { AssetId = _film }, ct));
        await PrewarmAsync(database, ct);
        await PercentileAsync(services, "add a clip, p95", Insert, (at, db, n) => AddAsync(at, db, _sample[n % _sample.Count].Vector, ct));
        // Last: a comparison with every clip drives all else out of memory.
        foreach (var (name, filter) in (IEnumerable<(string, ClipFilter)>)[("recall of the 10 nearest", new(Maker)), ("- of a tenth, by score", new(Maker) { MinScore = 0.9 })])
            Add(name, await RecallAsync(services, filter, ct), "", Recall);
    }

    /// <summary>As on a server that has memory for it and was searched for a while; else each page is counted that the machine has yet to find memory
    /// for, or has taken back: clips of one film are compared one by one, which drives the index out.</summary>
    private static Task PrewarmAsync(BenchDatabase database, CancellationToken ct) =>
        database.RunAsync("select pg_prewarm('clips_embedding_idx'), pg_prewarm('clips')", ct);

    private async Task<double> RecallAsync(ServiceProvider services, ClipFilter filter, CancellationToken ct)
    {
        var found = 0;
        for (var n = 0; n < Judged; n++)
            await TimeAsync(services, async (at, _) =>
            {
                var nearest = at.GetRequiredService<NearestClips>();
                var (id, vector) = _sample[n % _sample.Count];
                var all = await nearest.CompareAllAsync(vector, filter with { NotClip = id }, Wanted, ct);
                found += (await nearest.FindAsync(vector, filter with { NotClip = id }, Wanted, ct)).Select(near => near.Id).Intersect(all.Select(near => near.Id)).Count();
            });
        return (double)found / (Judged * Wanted);
    }

    private Task<List<NearClip>> FindAsync(IServiceProvider at, int n, ClipFilter filter, CancellationToken ct)
    {
        var (id, vector) = _sample[n % _sample.Count];
        return at.GetRequiredService<NearestClips>().FindAsync(vector, filter with { NotClip = id }, Wanted, ct);
    }

    /// <summary>With all its indexes, kept when it returns.</summary>
    private Task AddAsync(IServiceProvider at, BacklotDb db, float[] vector, CancellationToken ct) => db.InTransactionAsync(async () =>
    {
        var start = _added++;
        var clip = new Clip { UserId = _owner, AssetId = _laterFilm, StartTime = start, EndTime = start + 1, CompositeScore = _random.NextDouble() };
        db.Clips.Add(clip);
        await db.SaveChangesAsync(ct);
        await at.GetRequiredService<ClipVectors>().SetAsync(clip.Id, vector, Maker, ct);
    }, ct);

    private async Task PercentileAsync(ServiceProvider services, string name, Bar? bar, Func<IServiceProvider, BacklotDb, int, Task> ask)
    {
        var samples = new List<double>(Questions);
        for (var n = -Questions / 10; n < Questions; n++)
            if (await TimeAsync(services, (at, db) => ask(at, db, Math.Abs(n))) is var took && n >= 0)     // the first ones warm up
                samples.Add(took);
        Add(name, samples.Percentile(0.95), "ms", bar);
    }

    /// <summary>In a scope of its own, as a request is.</summary>
    private async Task<double> TimeAsync(ServiceProvider services, Func<IServiceProvider, BacklotDb, Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        using var scope = services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<BacklotDb>();
        db.Owner = _owner;
        await work(scope.ServiceProvider, db);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private void Add(string name, double value, string unit, Bar? bar = null)
    {
        _metrics.Add(new(name, value, unit, bar));
        Say(Line($"{name}: {value:0.00} {unit}"));
    }

    private static string Line(FormattableString text) => FormattableString.Invariant(text);
}
