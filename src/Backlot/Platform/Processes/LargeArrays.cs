namespace Backlot.Platform.Processes;

/// <summary>The arrays of pictures and tracks that this process computes by itself.</summary>
internal static class LargeArrays
{
    /// <summary>Gives those that nobody holds any more back to the system at once: the collector alone lets some 600 MB of them pile up.
    /// The process stands still meanwhile: for after work that took seconds.</summary>
    public static void GiveBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
