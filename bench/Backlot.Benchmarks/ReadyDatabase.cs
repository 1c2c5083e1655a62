using Backlot.Platform;
using Backlot.Platform.Processes;

namespace Backlot.Benchmarks;

/// <summary>A database as a first start leaves it, of which each new data folder gets a copy: to make one takes seconds, and is no part of what is
/// measured. The tests of the benchmarks name it; without a name each benchmark makes its own.</summary>
internal static class ReadyDatabase
{
    /// <summary>The environment variable that names its data folder, whose server has ended in order.</summary>
    public const string Variable = "BACKLOT_BENCH_DATABASE";

    /// <summary>Does nothing when none is named, and where a database is already.</summary>
    /// <param name="dataFolder">Made if it is not there; nobody owns it yet.</param>
    /// <exception cref="StartFailed">It could not be copied.</exception>
    public static async Task PutIntoAsync(string dataFolder, CancellationToken ct)
    {
        var into = DataFolder.At(dataFolder);
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } ready || Directory.Exists(into.Postgres))
            return;
        Directory.CreateDirectory(into.Root);
        // With its owner, who is not root.
        var copy = await ChildProcess.RunAsync(new("cp", "--archive", DataFolder.At(ready).Postgres, into.Postgres), ct);
        if (copy.ExitCode != 0)
            throw new StartFailed($"The database in {ready} could not be copied: {copy.StderrTail.Trim()}");
    }
}
