using Backlot.Platform;

namespace Backlot.Jobs.Workers;

/// <summary>A queue as this process works on it.</summary>
/// <param name="IsShort">All its kinds are; see <see cref="IJobArgs.IsShort"/>.</param>
/// <param name="Kinds">Those this program can run; others in the queue are left to other workers.</param>
/// <param name="Slots">Jobs at the same time.</param>
internal sealed record WorkQueue(string Name, bool IsShort, string[] Kinds, int Slots);

/// <summary>What this process works on.</summary>
internal sealed class WorkQueues
{
    /// <exception cref="StartFailed">A queue that was asked for has no kinds here.</exception>
    /// <exception cref="InvalidOperationException">A queue has short kinds and others: the code is wrong.</exception>
    public WorkQueues(IEnumerable<JobKind> kinds, Settings settings)
    {
        var known = kinds.GroupBy(kind => kind.Queue).Select(queue => new WorkQueue(
            queue.Key, IsShort(queue), [.. queue.Select(kind => kind.Name)], SlotsOf(queue.Key, settings))).ToList();
        if (settings.WorkQueues?.FirstOrDefault(name => !known.Exists(queue => queue.Name == name)) is { } unknown)
            throw new StartFailed($"There is no queue '{unknown}' that this program has jobs for: choose from {string.Join(", ", known.Select(q => q.Name))}.");
        All = [.. known.Where(queue => settings.WorkQueues?.Contains(queue.Name) ?? true)];
    }

    public IReadOnlyList<WorkQueue> All { get; }

    private static bool IsShort(IGrouping<string, JobKind> queue) => queue.Select(kind => kind.IsShort).Distinct().Count() == 1
        ? queue.First().IsShort
        : throw new InvalidOperationException($"Queue '{queue.Key}' has short kinds and others: give the short ones a queue of their own.");

    /// <summary>A render keeps all cores busy by itself; whatever has no number of its own shares the makers' one.</summary>
    private static int SlotsOf(string queue, Settings settings) => settings.Slots ?? (queue == "render" ? 1 : settings.GenerateSlots);
}
