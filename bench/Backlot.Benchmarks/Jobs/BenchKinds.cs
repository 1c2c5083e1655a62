using System.Diagnostics;
using Backlot.Jobs;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Benchmarks.Jobs;

/// <summary>Nothing to do.</summary>
/// <param name="N">Counts the jobs of a measurement from 0.</param>
internal sealed record BenchNoop(int N) : IJobArgs
{
    public static string Kind => "bench.noop";
    public static string Queue => "bench-short";
    public static bool IsShort => true;
}

/// <summary>A short job that takes a while.</summary>
internal sealed record BenchShort(int N, int Milliseconds) : IJobArgs
{
    public static string Kind => "bench.short";
    public static string Queue => BenchNoop.Queue;
    public static bool IsShort => true;
}

/// <summary>A job that is told one by one, reports its progress each second, and has an effect at its end.</summary>
/// <param name="Leaves">Writes to the table <c>effects</c>: a row as it begins, one in the commit of its end.</param>
/// <param name="Stubborn">Does not hear that it is to stop, and writes one more row before its end.</param>
internal sealed record BenchLong(int N, int Milliseconds, bool Leaves = false, bool Stubborn = false) : IJobArgs
{
    public const string EffectsTable =
        "create table effects (id bigint generated always as identity primary key, n int not null, lease_no bigint not null, what text not null)";

    public static string Kind => "bench.long";
    public static string Queue => "bench-long";
}

internal sealed class BenchNoopHandler(RunLog log) : IJobHandler<BenchNoop>
{
    public Task<Outcome> RunAsync(BenchNoop args, JobRun run, CancellationToken ct)
    {
        log.Begin(args.N);
        return Task.FromResult<Outcome>(new Outcome.Done());
    }
}

internal sealed class BenchShortHandler(RunLog log) : IJobHandler<BenchShort>
{
    public async Task<Outcome> RunAsync(BenchShort args, JobRun run, CancellationToken ct)
    {
        log.Begin(args.N);
        await Task.Delay(args.Milliseconds, ct);
        return new Outcome.Done();
    }
}

internal sealed class BenchLongHandler(RunLog log, BacklotDb db) : IJobHandler<BenchLong>
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    public async Task<Outcome> RunAsync(BenchLong args, JobRun run, CancellationToken ct)
    {
        log.Begin(args.N);
        if (args.Leaves)
            await run.WriteAsync(db, token => LeaveAsync(args, run, "begun", token), ct);
        await SleepAsync(args, run, args.Stubborn ? CancellationToken.None : ct);
        if (args.Stubborn)
            await WriteLateAsync(args, run);
        return new Outcome.Done(args.Leaves ? token => LeaveAsync(args, run, "done", token) : null);
    }

    private static async Task SleepAsync(BenchLong args, JobRun run, CancellationToken ct)
    {
        var (began, length) = (Stopwatch.GetTimestamp(), TimeSpan.FromMilliseconds(args.Milliseconds));
        try
        {
            for (var slept = TimeSpan.Zero; slept < length; slept = Stopwatch.GetElapsedTime(began))
            {
                run.Report(slept / length);
                await Task.Delay(length - slept < Step ? length - slept : Step, ct);
            }
        }
        catch (OperationCanceledException)
        {
            RunLog.Tell("stopped", args.N);
            throw;
        }
    }

    private async Task WriteLateAsync(BenchLong args, JobRun run)
    {
        try
        {
            await run.WriteAsync(db, token => LeaveAsync(args, run, "late", token), CancellationToken.None);
        }
        catch (LeaseLost)
        {
            RunLog.Tell("refused", args.N);
            throw;
        }
    }

    private Task<int> LeaveAsync(BenchLong args, JobRun run, string what, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"insert into effects (n, lease_no, what) values ({args.N}, {run.Job.LeaseNo}, {what})", ct);
}
