using System.Collections.Concurrent;
using System.Diagnostics;

namespace Backlot.Platform.Processes;

/// <summary>Starts every child from one thread that lives as long as the server.</summary>
/// <remarks>
/// The kernel sends PR_SET_PDEATHSIG when the <em>thread</em> that forked ends, not the process: a child started from a
/// pool thread would be killed whenever the pool retires that thread. This thread ends only with the server itself,
/// be it by <c>kill -9</c>, and so its children end exactly then.
/// </remarks>
internal static class Launcher
{
    private static readonly BlockingCollection<(Process Process, TaskCompletionSource Started)> Orders = [];

    static Launcher() => new Thread(Run) { IsBackground = true, Name = "process launcher" }.Start();

    /// <summary>Returns once the program is executing; the caller is blocked for a few milliseconds.</summary>
    public static void Start(Process process)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Orders.Add((process, started));
        started.Task.GetAwaiter().GetResult();
    }

    private static void Run()
    {
        foreach (var (process, started) in Orders.GetConsumingEnumerable())
        {
            try
            {
#pragma warning disable RS0030 // the one place that may start a process
                process.Start();
#pragma warning restore RS0030
                started.SetResult();
            }
            catch (Exception error)
            {
                started.SetException(error);
            }
        }
    }
}
