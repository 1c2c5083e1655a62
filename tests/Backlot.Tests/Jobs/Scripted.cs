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

/// <summary>The same, of a kind that takes milliseconds.</summary>
internal sealed record ShortScripted(string Name) : IJobArgs
{
    public static string Kind => "test.short";
    public static string Queue => "short";
    public static int MaxAttempts => 3;
    public static bool IsShort => true;
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

    public Task<Outcome> RunAsync(ScriptedRun run)
    {
        Started.Enqueue(run.Name);
        return Act(run);
    }

    public async Task GiveUpAsync(string name, string reason, BacklotDb db, CancellationToken ct)
    {
        var transaction = await db.Database
            .SqlQuery<string>($"select pg_current_xact_id()::text as \"Value\"").SingleAsync(ct);
        GivenUp.Enqueue(new(name, reason, ulong.Parse(transaction)));
    }

    /// <summary>A new one.</summary>
    public static Script Done => Of(_ => new Outcome.Done());
    public static Script Of(Func<ScriptedRun, Outcome> act) => new(run => Task.FromResult(act(run)));
}

/// <param name="Transaction">The one in which the handler was told.</param>
internal sealed record GivenUp(string Name, string Reason, ulong Transaction);

internal sealed class ScriptedHandler(Script script, BacklotDb db) : IJobHandler<Scripted>
{
    public Task<Outcome> RunAsync(Scripted args, JobRun run, CancellationToken ct) => script.RunAsync(new(args.Name, run, db, ct));

    public Task GivenUpAsync(Scripted args, string reason, BacklotDb db, CancellationToken ct) => script.GiveUpAsync(args.Name, reason, db, ct);
}

internal sealed class ShortScriptedHandler(Script script, BacklotDb db) : IJobHandler<ShortScripted>
{
    public Task<Outcome> RunAsync(ShortScripted args, JobRun run, CancellationToken ct) => script.RunAsync(new(args.Name, run, db, ct));

    public Task GivenUpAsync(ShortScripted args, string reason, BacklotDb db, CancellationToken ct) => script.GiveUpAsync(args.Name, reason, db, ct);
}
