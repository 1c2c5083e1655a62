using System.Globalization;

namespace Backlot.Benchmarks;

/// <summary>How much of the cores the host gave to other machines meanwhile. What is measured in it says little of a program.</summary>
internal readonly struct StolenTime
{
    private readonly long _stolen, _all;

    private StolenTime(long stolen, long all) => (_stolen, _all) = (stolen, all);

    /// <summary>Since the machine's start, of all cores together; see "steal" in proc_stat(5).</summary>
    public static StolenTime Read()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new(ticks[7], ticks.Sum());
    }

    /// <returns>0 on a machine of its own.</returns>
    public double PercentSince(StolenTime before) => _all == before._all ? 0 : 100.0 * (_stolen - before._stolen) / (_all - before._all);
}
