using System.Globalization;

namespace Backlot.Benchmarks;

/// <summary>One process as /proc shows it.</summary>
/// <param name="CpuSeconds">Its own user and system time.</param>
/// <param name="WaitedCpuSeconds">That of its ended children, and of theirs.</param>
internal sealed record ProcessFacts(int Id, int ParentId, double CpuSeconds, double WaitedCpuSeconds);

/// <summary>Reads processes and their memory from /proc; what ends meanwhile is left out.</summary>
internal static class ProcessTree
{
    /// <summary>Linux counts CPU time for programs in hundredths of a second, on every machine (USER_HZ).</summary>
    private const double TicksPerSecond = 100;

    /// <summary>A process and everything below it; empty when it has ended.</summary>
    /// <remarks>It is read before its children: one that it takes over meanwhile is missed once, and never counted
    /// twice.</remarks>
    public static List<ProcessFacts> Of(int rootId)
    {
        if (Read(rootId) is not { } root)
            return [];
        var children = Directory.EnumerateDirectories("/proc").Select(IdOf).Where(id => id > 0 && id != rootId)
            .Select(Read).OfType<ProcessFacts>().ToLookup(process => process.ParentId);
        List<ProcessFacts> found = [root];
        for (var i = 0; i < found.Count; i++)
            found.AddRange(children[found[i].Id]);
        return found;
    }

    /// <summary>A process's name and its memory as <c>/proc/ID/status</c> has it; null when it has ended.</summary>
    public static ProcessMemory? Memory(int id)
    {
        if (ReadText($"/proc/{id}/status") is not { } status)
            return null;
        var fields = status.Split('\n').Select(line => line.Split(':', 2)).Where(field => field.Length == 2)
            .ToDictionary(field => field[0], field => field[1].Trim());
        long Bytes(string name) => fields.TryGetValue(name, out var text)
            ? 1024 * long.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture)
            : 0;
        return new(fields["Name"], Bytes("VmHWM"), Bytes("RssAnon") + Bytes("RssFile"));
    }

    /// <summary>The program a process runs; null when it has ended, or may not be seen.</summary>
    public static string? Program(int id)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{id}/exe", returnFinalTarget: false)?.FullName;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int IdOf(string folder) =>
        int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static ProcessFacts? Read(int id)
    {
        if (ReadText($"/proc/{id}/stat") is not { Length: > 0 } stat)
            return null;
        // The name stands in brackets and may hold anything, brackets too; what follows the last one is numbers.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        double Seconds(int field) =>
            (long.Parse(fields[field], CultureInfo.InvariantCulture) + long.Parse(fields[field + 1], CultureInfo.InvariantCulture)) / TicksPerSecond;
        return new(id, int.Parse(fields[1], CultureInfo.InvariantCulture), Seconds(11), Seconds(13));
    }

    private static string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <param name="PeakBytes">Largest resident memory of this program so far, shared memory included.</param>
/// <param name="PrivateBytes">Resident now, shared memory left out.</param>
internal sealed record ProcessMemory(string Name, long PeakBytes, long PrivateBytes);
