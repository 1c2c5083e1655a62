using System.Collections.Concurrent;
using System.Diagnostics;
using Backlot.Jobs;
using Backlot.Jobs.Polls;

namespace Backlot.Benchmarks.Jobs;

/// <summary>A job that a provider works on until it is told to be ready.</summary>
/// <param name="PollMilliseconds">How long the provider wants to be left alone between two questions.</param>
internal sealed record BenchParked(int N, int PollMilliseconds) : IJobArgs
{
    public const int Accounts = 20;

    public string ProviderJobId => $"{N}-{PollMilliseconds}";
    public string Account => $"account-{N % Accounts}";

    public static string Kind => "bench.parked";
    public static string Queue => BenchLong.Queue;
}

/// <summary>Orders at the first run; takes the answer at the second.</summary>
internal sealed class BenchParkedHandler(RunLog log, BenchProvider provider) : IJobHandler<BenchParked>
{
    public Task<Outcome> RunAsync(BenchParked args, JobRun run, CancellationToken ct)
    {
        log.Begin(args.N);
        if (run.Answer<BenchAnswer>() is not { } answer)
        {
            // Spread, as orders that came at different times would be.
            var first = TimeSpan.FromMilliseconds(args.N * 0.618034 % 1 * args.PollMilliseconds);
            provider.Expect(args.ProviderJobId, first);
            return Task.FromResult<Outcome>(new Outcome.Await(BenchProvider.Name, args.Account, args.ProviderJobId, first));
        }
        RunLog.Tell("answered", args.N);
        return Task.FromResult<Outcome>(answer.ProviderJobId == args.ProviderJobId
            ? new Outcome.Done()
            : new Outcome.Discard($"It got the answer for {answer.ProviderJobId}."));
    }
}

/// <summary>What the provider says when it is ready.</summary>
internal sealed record BenchAnswer(string ProviderJobId);

/// <summary>A provider without a network: is asked about jobs, and counts how late.</summary>
internal sealed class BenchProvider(RunLog log) : IPoller
{
    public const string Name = "bench";

    private readonly ConcurrentDictionary<string, long> _due = [];
    private volatile bool _ready;

    public string Provider => Name;

    /// <summary>From now on everything is ready.</summary>
    public void Finish() => _ready = true;

    /// <summary>It is to be asked about this job after so long.</summary>
    public void Expect(string id, TimeSpan after) => _due[id] = Stopwatch.GetTimestamp() + (long)(after.TotalSeconds * Stopwatch.Frequency);

    public Task<IReadOnlyDictionary<string, PollAnswer>> PollAsync(string account, IReadOnlyList<string> providerJobIds, CancellationToken ct)
    {
        var answers = new Dictionary<string, PollAnswer>();
        foreach (var id in providerJobIds)
            answers[id] = Answer(id);
        return Task.FromResult<IReadOnlyDictionary<string, PollAnswer>>(answers);
    }

    private PollAnswer Answer(string id)
    {
        var pause = TimeSpan.FromMilliseconds(int.Parse(id.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture));
        log.Keep(Figures.Milliseconds(_due[id], Stopwatch.GetTimestamp()));
        Expect(id, pause);
        return _ready ? new PollAnswer.Ended($$"""{"providerJobId": "{{id}}"}""") : new PollAnswer.Working(pause);
    }
}
