using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Backlot.Platform;
using Backlot.Platform.Processes;

namespace Backlot.Benchmarks.Jobs;

/// <summary>What a worker process is told at its start.</summary>
/// <param name="Database">A connection string.</param>
/// <param name="Jobs">How many there are in the measurement; each has a number below it.</param>
/// <param name="Results">A file: what ran is written there at the end.</param>
/// <param name="Tells">Says when each job begins.</param>
/// <param name="Queue">Whose jobs it runs; null: none.</param>
/// <param name="Slots">Of each queue.</param>
/// <param name="LeaseSeconds">Null: as shipped.</param>
/// <param name="IdleQueues">Queues it works on beside, which stay empty.</param>
/// <param name="HasProvider">Asks <see cref="BenchProvider"/> about parked jobs.</param>
/// <param name="TimesClaims">Keeps how long each claim of jobs that take long took the database.</param>
internal sealed record WorkerOrder(
    string Database, int Jobs, string Results, string? Queue = "bench-short", bool Tells = false, int Slots = 12, double? LeaseSeconds = null,
    int IdleQueues = 0, bool TimesClaims = false, bool HasProvider = false);

/// <summary>Something a worker process said of a job.</summary>
internal sealed record Moment(string What, int N, long At);

/// <summary>A worker in a process of its own, driven by lines: loaded, start → started, finish, stop → stopped.</summary>
/// <remarks>Disposing kills it, if it still runs.</remarks>
internal sealed class BenchWorker : IAsyncDisposable
{
    /// <summary>Starts <see cref="BenchWorkerProcess"/>; only this class says it.</summary>
    public const string Verb = "measured-worker";

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(180);
    private readonly WorkerOrder _order;
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly Channel<Moment> _moments = Channel.CreateUnbounded<Moment>();
    private readonly ChildProcess _process;
    private volatile int _ran;

    private BenchWorker(WorkerOrder order)
    {
        _order = order;
        // Under the shipped program's own runtime settings: its garbage collector is part of what is measured.
        _process = ChildProcess.Start(new("dotnet", "exec", "--runtimeconfig", Beside("Backlot.runtimeconfig.json"),
            Beside("Backlot.Benchmarks.dll"), Verb, JsonSerializer.Serialize(order))
        {
            OpenStandardInput = true,
            Environment = RuntimeSettings(),
            OnStdoutLine = Hear,
            OnStderrLine = Console.Error.WriteLine,
        });
    }

    /// <summary>What <c>./backlot</c> tells the runtime of each of its programs.</summary>
    private static Dictionary<string, string> RuntimeSettings() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Where(variable => ((string)variable.Key).StartsWith("DOTNET_", StringComparison.Ordinal))
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");

    /// <summary>Used so far; 0 when it has ended.</summary>
    public double CpuSeconds => ProcessTree.Of(_process.Id) is [var process, ..] ? process.CpuSeconds : 0;

    /// <summary>Runs begun, as of some milliseconds ago.</summary>
    public int Ran => _ran;

    /// <summary>Returns when the program is in memory; it has no connection yet.</summary>
    public static async Task<BenchWorker> LoadAsync(WorkerOrder order, CancellationToken ct)
    {
        var worker = new BenchWorker(order);
        try
        {
            await worker.AnswerAsync("loaded", ct);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync(CancellationToken ct)
    {
        await SayAsync("start", ct);
        await AnswerAsync("started", ct);
    }

    /// <summary>Stops it in order.</summary>
    public async Task<Runs> StopAsync(CancellationToken ct)
    {
        await SayAsync("stop", ct);
        await AnswerAsync("stopped", ct);
        return await _process.WaitForExitAsync(ct) is 0 and var _
            ? Runs.Read(_order.Results, _order.Jobs)
            : throw Ended("exit 0");
    }

    /// <summary>The next thing it says of a job.</summary>
    public async Task<Moment> NextMomentAsync(CancellationToken ct)
    {
        try
        {
            return await _moments.Reader.ReadAsync(ct).AsTask().WaitAsync(AnswerLimit, ct);
        }
        catch (TimeoutException)
        {
            throw new StartFailed($"A worker said nothing of its jobs for {AnswerLimit.TotalSeconds:0} s: {_process.StderrTail.Trim()}");
        }
    }

    /// <summary>All it has said of jobs by now and was not yet read.</summary>
    public IEnumerable<Moment> Moments()
    {
        while (_moments.Reader.TryRead(out var moment))
            yield return moment;
    }

    /// <param name="signal">By its Linux number.</param>
    public void Signal(int signal) => _ = LibC.Kill(_process.Id, signal);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private void Hear(string line)
    {
        switch (line.Split(' '))
        {
            case ["ran", var count]:
                _ran = int.Parse(count, CultureInfo.InvariantCulture);
                break;
            case [var what, var n, var at]:
                _moments.Writer.TryWrite(new(what, int.Parse(n, CultureInfo.InvariantCulture), long.Parse(at, CultureInfo.InvariantCulture)));
                break;
            case [var answer]:
                _answers.Writer.TryWrite(answer);
                break;
        }
    }

    /// <param name="word">What <see cref="BenchWorkerProcess"/> knows.</param>
    public async Task SayAsync(string word, CancellationToken ct)
    {
        await _process.StandardInput.WriteAsync(System.Text.Encoding.UTF8.GetBytes(word + "\n"), ct);
        await _process.StandardInput.FlushAsync(ct);
    }

    private async Task AnswerAsync(string expected, CancellationToken ct)
    {
        var answer = _answers.Reader.ReadAsync(ct).AsTask();
        if (await Task.WhenAny(answer, _process.WaitForExitAsync(ct), Task.Delay(AnswerLimit, ct)) != answer || await answer != expected)
            throw Ended(expected);
    }

    private StartFailed Ended(string expected) =>
        new($"A worker process {(_process.HasExited ? "ended" : "fell silent")} instead of '{expected}': {_process.StderrTail.Trim()}");

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
