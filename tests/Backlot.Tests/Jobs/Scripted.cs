using System.Collections.Concurrent;
using Backlot.Jobs;
using Backlot.Platform.Database;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Tests.Jobs;

/// <summary>A kind of job that does what its test says.</summary>
internal sealed record Scripted(string Name) : IJobArgs
{
    public static string Kind => "test.scripted";
    public static string Queue => "test";
    public static int MaxAttempts => 3;
}

/// <summary>One run, as the script sees it.</summary>
internal sealed record ScriptedRun(string Name, JobRun Job, BacklotDb Db, CancellationToken Stop);

/// <summary>What the jobs of a test do, and what became of them.</summary>
internal sealed class Script(Func<ScriptedRun, Task<Outcome>> act)
{
    public Func<ScriptedRun, Task<Outcome>> Act { get; } = act;

    /// <summary>The names of the jobs, each time one is run.</summary>
    public ConcurrentQueue<string> Started { get; } = [];
    public ConcurrentQueue<GivenUp> GivenUp { get; } = [];

    public static Script Done { get; } = new(_ => Task.FromResult<Outcome>(new Outcome.Done()));
    public static Script Of(Func<ScriptedRun, Outcome> act) => new(run => Task.FromResult(act(run)));
}

/// <param name="Transaction">The one in which the handler was told.</param>
internal sealed record GivenUp(string Name, string Reason, ulong Transaction);

internal sealed class ScriptedHandler(Script script, BacklotDb db) : IJobHandler<Scripted>
{
    public Task<Outcome> RunAsync(Scripted args, JobRun run, CancellationToken ct)
    {
        script.Started.Enqueue(args.Name);
        return script.Act(new(args.Name, run, db, ct));
    }

    public async Task GivenUpAsync(Scripted args, string reason, BacklotDb db, CancellationToken ct)
    {
        var transaction = await db.Database
            .SqlQuery<string>($"select pg_current_xact_id()::text as \"Value\"").SingleAsync(ct);
        script.GivenUp.Enqueue(new(args.Name, reason, ulong.Parse(transaction)));
    }
}
