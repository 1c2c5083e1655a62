namespace Backlot.Benchmarks.Jobs;

/// <summary>Where one measurement takes place: a database of its own on the shared cluster, and processes that end with it.</summary>
/// <param name="folder">For what its processes leave.</param>
/// <param name="scale">Share of the full size.</param>
internal sealed class Cell(BenchCluster cluster, BenchDatabase database, string folder, double scale) : IAsyncDisposable
{
    /// <summary>For anything that is counted on to end.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(300);

    private readonly List<BenchWorker> _workers = [];

    public BenchCluster Cluster => cluster;
    public BenchDatabase Database => database;

    /// <summary>Small ones prove that the benchmark works, and measure nothing.</summary>
    public double Scale => scale;

    /// <summary>A lease as shipped, or a short one where nobody is to wait for it.</summary>
    public double? LeaseSeconds => scale < 0.1 ? 2 : null;

    /// <summary>Of a drain beside which something else is what matters; a program's start costs more than a small drain.</summary>
    public int Drainers => scale < 0.1 ? 1 : 2;

    /// <summary>A size of the full measurement, scaled.</summary>
    /// <param name="least">What there must be for the measurement to mean anything.</param>
    public int Scaled(int full, int least = 1) => Math.Max(least, (int)Math.Round(full * scale));

    /// <inheritdoc cref="Scaled"/>
    public TimeSpan ScaledSeconds(double full, double least = 1) => TimeSpan.FromSeconds(Math.Max(least, full * scale));

    /// <param name="change">What is not as usual.</param>
    public async Task<BenchWorker> LoadWorkerAsync(int jobs, CancellationToken ct, Func<WorkerOrder, WorkerOrder>? change = null)
    {
        var order = new WorkerOrder(database.ConnectionString, jobs, Path.Combine(folder, $"{database.Name}-{_workers.Count}"));
        var worker = await BenchWorker.LoadAsync(change?.Invoke(order) ?? order, ct);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Loaded and started.</summary>
    public async Task<BenchWorker> StartWorkerAsync(int jobs, CancellationToken ct, Func<WorkerOrder, WorkerOrder>? change = null)
    {
        var worker = await LoadWorkerAsync(jobs, ct, change);
        await worker.StartAsync(ct);
        return worker;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        await database.DisposeAsync();
        await cluster.DropAsync(database);
    }
}
