using FsCheck;
using FsCheck.Fluent;

namespace Backlot.Tests.Jobs.Properties;

/// <param name="Plan">See <see cref="PropertyJob"/>; the last letter says how it ends.</param>
/// <param name="After">The job before that it waits for; null for none.</param>
/// <param name="Commit">How many milliseconds after it was written its transaction commits; null: it never does.</param>
internal sealed record PlannedJob(string Plan, bool IsShort, int? After, int? Commit)
{
    public bool LeavesRow => Plan[^1] is 'w' or 's';

    public string End => Plan[^1] switch { 'f' => "failed", 'c' => "cancelled", _ => "completed" };
}

internal enum Mishap { Kill, Freeze, Terminate }

/// <summary>What happens to the workers: at most one thing at a time, so that somebody is left.</summary>
/// <param name="AfterMs">Since the one before.</param>
/// <param name="Worker">Which, by number.</param>
internal sealed record WorkerMishap(Mishap Kind, int AfterMs, int Worker);

internal sealed record Scenario(IReadOnlyList<PlannedJob> Jobs, IReadOnlyList<WorkerMishap> Mishaps)
{
    private const string Steps = "rxpl", Ends = "dwsfc";

    public static Arbitrary<Scenario> Any => Arb.From(
        from jobs in Gen.Choose(20, 60).SelectMany(count => Gen.CollectToArray(Enumerable.Range(0, count).Select(AnyJob)))
        from mishaps in Gen.Choose(2, 4).SelectMany(count => Gen.CollectToArray(Enumerable.Range(0, count).Select(_ => AnyMishap)))
        select new Scenario(jobs, mishaps));

    private static Gen<WorkerMishap> AnyMishap =>
        from kind in Gen.Elements(Enum.GetValues<Mishap>())
        from after in Gen.Choose(50, 700)
        from worker in Gen.Choose(0, 2)
        select new WorkerMishap(kind, after, worker);

    private static Gen<PlannedJob> AnyJob(int n) =>
        from length in Gen.Choose(0, 3)
        from steps in Gen.CollectToArray(Enumerable.Range(0, length).Select(_ => Gen.Elements(Steps.ToCharArray())))
        from end in Gen.Elements(Ends.ToCharArray())
        from isShort in Gen.Elements(true, false)
        from waits in Gen.Choose(0, 3)
        from parent in Gen.Choose(0, Math.Max(0, n - 1))
        from late in Gen.Choose(0, 9)
        from commit in Gen.Choose(0, 1500)
        select new PlannedJob(new string(steps) + end, isShort,
            // What is written late is for nobody to wait for: its number is not known yet.
            waits == 0 && n > 0 && late > 1 ? parent : null,
            late switch { 0 => null, 1 => commit, _ => 0 });

    public override string ToString() => string.Join(' ', Jobs.Select((job, n) => $"{n}:{job.Plan}{(job.IsShort ? "!" : "")}{(job.After is { } a ? $"<{a}" : "")}{(job.Commit is 0 ? "" : $"@{job.Commit}")}"))
        + " | " + string.Join(' ', Mishaps);
}
