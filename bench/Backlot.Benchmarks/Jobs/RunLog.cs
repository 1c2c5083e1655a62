using System.Collections.Concurrent;
using System.Diagnostics;

namespace Backlot.Benchmarks.Jobs;

/// <summary>What the jobs of one worker process did: how often each ran, and when it first began.</summary>
/// <param name="jobs">Their number.</param>
/// <param name="tells">Says each beginning at once, for whoever waits for it.</param>
internal sealed class RunLog(int jobs, bool tells)
{
    private readonly byte[] _times = new byte[jobs];
    private readonly long[] _begun = new long[jobs];
    private readonly ConcurrentQueue<Sample> _samples = [];
    private int _ran;

    /// <summary>Runs so far.</summary>
    public int Ran => Volatile.Read(ref _ran);

    public void Begin(int n)
    {
        var now = Stopwatch.GetTimestamp();
        // A job runs twice at the same moment only if a promise is broken; then one of the two may go uncounted here, and
        // the other worker's count tells.
        if (_times[n]++ == 0)
            _begun[n] = now;
        Interlocked.Increment(ref _ran);
        if (tells)
            Say("begun", n, now);
    }

    /// <summary>Says something of a job at once.</summary>
    public static void Tell(string what, int n) => Say(what, n, Stopwatch.GetTimestamp());

    /// <summary>Keeps a figure for the end.</summary>
    public void Keep(double milliseconds) => _samples.Enqueue(new(Stopwatch.GetTimestamp(), milliseconds));

    public void Write(string path)
    {
        using var file = new BinaryWriter(File.Create(path));
        file.Write(_times);
        foreach (var moment in _begun)
            file.Write(moment);
        file.Write(_samples.Count);
        foreach (var (at, milliseconds) in _samples)
        {
            file.Write(at);
            file.Write(milliseconds);
        }
    }

    private static void Say(string what, int n, long moment) => Console.Out.WriteLine($"{what} {n} {moment}");
}

/// <summary>A figure that a worker kept, and when.</summary>
internal sealed record Sample(long At, double Milliseconds);

/// <summary>The logs of several processes together.</summary>
/// <param name="Times">Runs of each job.</param>
/// <param name="Begun">When each first began, on the clock that all processes of the machine share; 0: never.</param>
internal sealed record Runs(int[] Times, long[] Begun, IReadOnlyList<Sample> Samples)
{
    public int NeverRun => Times.Count(times => times == 0);
    public int Duplicates => Times.Sum(times => Math.Max(0, times - 1));

    public static Runs Read(string path, int jobs)
    {
        using var file = new BinaryReader(File.OpenRead(path));
        var times = file.ReadBytes(jobs).Select(count => (int)count).ToArray();
        long[] begun = [.. Enumerable.Range(0, jobs).Select(_ => file.ReadInt64())];
        return new(times, begun, [.. Enumerable.Range(0, file.ReadInt32()).Select(_ => new Sample(file.ReadInt64(), file.ReadDouble()))]);
    }

    public static Runs Together(IReadOnlyList<Runs> parts) => new(
        [.. parts[0].Times.Select((_, n) => parts.Sum(part => part.Times[n]))],
        [.. parts[0].Begun.Select((_, n) => parts.Select(part => part.Begun[n]).Where(moment => moment > 0).DefaultIfEmpty().Min())],
        [.. parts.SelectMany(part => part.Samples)]);

    /// <exception cref="Platform.StartFailed">A job was lost, or ran too often.</exception>
    public void DemandEach(int times)
    {
        var (less, more) = (Times.Count(ran => ran < times), Times.Count(ran => ran > times));
        if (less + more > 0)
            throw new Platform.StartFailed($"Each of {Times.Length} jobs should have run {times} times; {less} ran less, and {more} ran more.");
    }

    public void DemandEachOnce() => DemandEach(1);
}
