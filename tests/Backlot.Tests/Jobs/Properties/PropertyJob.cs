using Backlot.Jobs;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Tests.Jobs.Properties;

/// <summary>A job whose runs do what its plan says, a letter a run; the last letter is what every further run does.</summary>
/// <param name="N">Its number in the test.</param>
/// <param name="Plan">d done, w done with a row, r again, x an exception, l slow and again, p parked, f failed, c cancelled, s slow and then a row,
/// h until it is stopped (and then a checkpoint), g a row as soon as there is one in <c>go</c>, whatever it is told.</param>
internal sealed record PropertyJob(int N, string Plan) : IJobArgs
{
    /// <summary>Rows of finished work, to be found once for each job that completed with one.</summary>
    public const string Tables = "create table effects (n int not null, lease_no bigint not null); create table go (late text); create table refused (n int)";

    public static string Kind => "test.property";
    public static string Queue => "property";
    public static int MaxAttempts => 100;
}

/// <summary>The same, short.</summary>
internal sealed record PropertyShort(int N, string Plan) : IJobArgs
{
    public static string Kind => "test.property-short";
    public static string Queue => "property-short";
    public static int MaxAttempts => 100;
    public static bool IsShort => true;
}

internal sealed class PropertyJobHandler(BacklotDb db) : IJobHandler<PropertyJob>
{
    public Task<Outcome> RunAsync(PropertyJob args, JobRun run, CancellationToken ct) =>
        Planned.RunAsync(args.N, args.Plan, (int)run.Job.LeaseNo - 1, db, run, ct);
}

internal sealed class PropertyShortHandler(BacklotDb db) : IJobHandler<PropertyShort>
{
    public Task<Outcome> RunAsync(PropertyShort args, JobRun run, CancellationToken ct) =>
        Planned.RunAsync(args.N, args.Plan, (int)run.Job.LeaseNo, db, run, ct);
}

internal static class Planned
{
    public static async Task<Outcome> RunAsync(int n, string plan, int step, BacklotDb db, JobRun run, CancellationToken ct)
    {
        Outcome.Done withRow = new(token => db.Database.ExecuteSqlAsync($"insert into effects values ({n}, {run.Job.LeaseNo})", token));
        switch (plan[Math.Min(step, plan.Length - 1)])
        {
            case 'd':
                return new Outcome.Done(Result: new { n });
            case 'w':
                return withRow;
            case 'r':
                return new Outcome.Retry("again", TimeSpan.FromMilliseconds(10));
            case 'l':
                await Task.Delay(150, ct);
                return new Outcome.Retry("again", TimeSpan.Zero);
            case 'p':
                return new Outcome.Park(TimeSpan.FromMilliseconds(20), "waits");
            case 'f':
                return new Outcome.Discard("planned");
            case 'c':
                return new Outcome.Cancel("planned");
            case 's':
                await Task.Delay(300, ct);
                return withRow;
            case 'h':
                await run.SaveCheckpointAsync(db, new Place(n), ct);
                await Task.Delay(Timeout.Infinite, ct);
                throw new InvalidOperationException();
            case 'g':
                while (!await db.Database.SqlQuery<bool>($"select exists (select from go) as \"Value\"").SingleAsync(CancellationToken.None))
                    await Task.Delay(20, CancellationToken.None);
                return await TryLateAsync(n, withRow, db, run);
            default:
                throw new InvalidOperationException("planned");
        }
    }

    private static async Task<Outcome> TryLateAsync(int n, Outcome withRow, BacklotDb db, JobRun run)
    {
        try
        {
            await run.WriteAsync(db, token => db.Database.ExecuteSqlAsync($"insert into effects values ({n}, {run.Job.LeaseNo})", token), CancellationToken.None);
            return withRow;
        }
        catch (LeaseLost)
        {
            await db.Database.ExecuteSqlAsync($"insert into refused values ({n})", CancellationToken.None);
            throw;
        }
    }
}

internal sealed record Place(int N);
