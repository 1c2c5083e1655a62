namespace Backlot.Benchmarks;

/// <summary>CPU time of a process and of everything it starts, with the moment of each look, so that any span of time
/// can be asked for afterwards; and the largest memory of any of them.</summary>
/// <remarks>Looks ten times a second until disposed, which costs this process about a fiftieth of a core.</remarks>
internal sealed class ProcessMeter : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private readonly int rootId;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stop = new();
    private readonly List<Sample> samples = [];
    private readonly string? rootProgram;
    private readonly Task looking;

    public ProcessMeter(int rootId, TimeProvider time)
    {
        this.rootId = rootId;
        this.time = time;
        rootProgram = ProcessTree.Program(rootId);
        looking = Task.Run(LookAsync);
    }

    /// <summary>Largest resident memory of the process itself.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>Largest resident memory of any program it started, PostgreSQL left out.</summary>
    public long PeakChildBytes { get; private set; }

    /// <summary>Largest resident memory of any PostgreSQL process. Their shared buffers, of which each counts as its own
    /// what it has touched, are left out; so it is a sampled figure, not the kernel's.</summary>
    public long PeakPostgresBytes { get; private set; }

    /// <summary>CPU seconds used in a span, linear between two looks.</summary>
    public CpuSeconds Between(DateTimeOffset from, DateTimeOffset to)
    {
        lock (samples)
        {
            var (first, last) = (At(from), At(to));
            return new(last.Own - first.Own, last.All - first.All);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await looking;
        stop.Dispose();
    }

    private async Task LookAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            var at = time.GetUtcNow();
            var tree = ProcessTree.Of(rootId);
            if (tree is [var root, ..])
                Add(new(at, new(root.CpuSeconds, tree.Sum(process => process.CpuSeconds + process.WaitedCpuSeconds))));
            foreach (var process in tree)
                LookAtMemory(process.Id);
            await Task.Delay(Look, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A child that ends while we look is in neither its own line nor yet in its parent's: time never runs backwards.
    private void Add(Sample sample)
    {
        lock (samples)
            samples.Add(samples is [.., var before] && before.Cpu.All > sample.Cpu.All
                ? sample with { Cpu = sample.Cpu with { All = before.Cpu.All } }
                : sample);
    }

    private CpuSeconds At(DateTimeOffset moment)
    {
        var next = samples.FindIndex(sample => sample.At >= moment);
        if (next <= 0)
            return (next < 0 ? samples[^1] : samples[0]).Cpu;
        var (a, b) = (samples[next - 1], samples[next]);
        var share = (moment - a.At) / (b.At - a.At);
        return new(a.Cpu.Own + share * (b.Cpu.Own - a.Cpu.Own), a.Cpu.All + share * (b.Cpu.All - a.Cpu.All));
    }

    private void LookAtMemory(int id)
    {
        if (ProcessTree.Memory(id) is not { } memory)
            return;
        if (id == rootId)
            PeakBytes = Math.Max(PeakBytes, memory.PeakBytes);
        else if (memory.Name == "postgres")
            PeakPostgresBytes = Math.Max(PeakPostgresBytes, memory.PrivateBytes);
        // Between fork and exec a child is still a copy of its parent, which has its own line.
        else if (ProcessTree.Program(id) is { } program && program != rootProgram)
            PeakChildBytes = Math.Max(PeakChildBytes, memory.PeakBytes);
    }

    private sealed record Sample(DateTimeOffset At, CpuSeconds Cpu);
}

/// <param name="Own">Of the process alone.</param>
/// <param name="All">Of it and of everything it has started.</param>
internal sealed record CpuSeconds(double Own, double All);
