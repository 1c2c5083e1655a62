using System.Diagnostics.Metrics;

namespace Backlot.Jobs.Metrics;

/// <summary>What this process counts of the engine, as .NET instruments; docs/metrics.md lists them.</summary>
public sealed class JobMetrics : IDisposable
{
    public const string MeterName = "Backlot.Jobs";

    private static readonly InstrumentAdvice<double>
        Claims = new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] },
        Runs = new() { HistogramBucketBoundaries = [0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 7200] };

    private readonly Counter<long> _claimed, _runs, _failed;
    private readonly Histogram<double> _claimSeconds, _runSeconds;

    public JobMetrics()
    {
        _claimed = Meter.CreateCounter<long>("backlot_jobs_claimed_total", null, "Jobs that this server's worker took.");
        _claimSeconds = Meter.CreateHistogram("backlot_claim_seconds", "s", "How long a claim of jobs took in the database.", null, Claims);
        _runs = Meter.CreateCounter<long>("backlot_job_runs_total", null, "Runs that ended on this server, by how.");
        _failed = Meter.CreateCounter<long>("backlot_jobs_failed_total", null, "Jobs that were given up as failed on this server.");
        _runSeconds = Meter.CreateHistogram("backlot_job_run_seconds", "s", "How long runs took.", null, Runs);
        Totals = new(Meter);
    }

    private Meter Meter { get; } = new(MeterName);

    /// <summary>What was told so far.</summary>
    internal MetricTotals Totals { get; }

    /// <summary>A claim came back.</summary>
    /// <param name="queue">Of which.</param>
    /// <param name="jobs">How many it took; 0 counts as a claim, too.</param>
    /// <param name="took">With the way to the database and back.</param>
    public void Claimed(string queue, int jobs, TimeSpan took)
    {
        var tag = new KeyValuePair<string, object?>("queue", queue);
        _claimed.Add(jobs, tag);
        _claimSeconds.Record(took.TotalSeconds, tag);
    }

    /// <summary>A run is over and its end is stored, or lost.</summary>
    /// <param name="kind">Of the job.</param>
    /// <param name="outcome">In the words of <c>job_attempts</c>, or <c>completed</c>, or why nothing was stored.</param>
    /// <param name="ran">From the claim on.</param>
    public void RunEnded(string kind, string outcome, TimeSpan ran)
    {
        var tag = new KeyValuePair<string, object?>("kind", kind);
        _runs.Add(1, tag, new("outcome", outcome));
        if (outcome == "failed")
            _failed.Add(1, tag);
        _runSeconds.Record(ran.TotalSeconds, tag);
    }

    public void Dispose()
    {
        Totals.Dispose();
        Meter.Dispose();
    }
}
