namespace Backlot.Platform.Processes;

/// <summary>What all ended children of this server have used so far; take it twice and subtract.</summary>
/// <param name="CpuSeconds">User and system time, summed over the children and what they waited for.</param>
/// <param name="PeakMemoryBytes">Largest resident memory of any one child. Never below the server's own at the moment
/// it forked, as the kernel counts the copy before the program is loaded: an upper bound.</param>
public readonly record struct ChildUsage(double CpuSeconds, long PeakMemoryBytes)
{
    private const int Children = -1;

    public static ChildUsage SoFar()
    {
        if (LibC.GetUsage(Children, out var usage) != 0)
            throw new InvalidOperationException("The kernel does not tell what the children have used.");
        return new(
            usage.UserSeconds + usage.SystemSeconds + (usage.UserMicroseconds + usage.SystemMicroseconds) / 1e6,
            usage.PeakKibibytes * 1024);
    }
}
