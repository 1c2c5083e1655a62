using System.Globalization;
using System.Text;

namespace Backlot.Benchmarks.Fuzz;

/// <summary>One thing that went wrong.</summary>
/// <param name="ServerErrors">What the server logged meanwhile.</param>
internal sealed record FuzzFinding(FuzzRequest Request, int Status, string Fault, string Answer, IReadOnlyList<string> ServerErrors);

/// <summary>What a run did and found.</summary>
internal sealed class FuzzReport(ulong seed)
{
    private const int ShownCodes = 5;
    private readonly Dictionary<string, int[]> _statuses = [];
    private readonly Dictionary<(string Operation, string Code), int> _codes = [];

    public List<FuzzFinding> Findings { get; } = [];
    public int Requests { get; private set; }
    public TimeSpan Took { get; set; }

    /// <summary>Of the managed heap, after the run less before it.</summary>
    public long GrownBytes { get; set; }

    /// <summary>How often each operation succeeded.</summary>
    public int SuccessesOf(string operation) => _statuses.TryGetValue(operation, out var counts) ? counts[2] : 0;

    public IEnumerable<string> Operations => _statuses.Keys;

    /// <param name="code">Of the problem; null when it is none.</param>
    public void Count(FuzzRequest request, int status, string? code)
    {
        if (code is not null)
            _codes[(request.Operation, code)] = _codes.GetValueOrDefault((request.Operation, code)) + 1;
        Requests++;
        if (!_statuses.TryGetValue(request.Operation, out var counts))
            _statuses[request.Operation] = counts = new int[6];
        counts[Math.Clamp(status / 100, 0, 5)]++;
    }

    /// <summary>For a terminal: findings first, then how often each operation was asked and how it answered.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        foreach (var same in Findings.GroupBy(f => (f.Request.Operation, Kind(f.Fault))).OrderByDescending(g => g.Count()))
            Append(text, [.. same]);
        text.AppendLine(CultureInfo.InvariantCulture, $"{"operation",-24} {"requests",8} {"2xx",6} {"3xx",6} {"4xx",6} {"5xx",6}  refused as");
        foreach (var (operation, counts) in _statuses.OrderBy(o => o.Key, StringComparer.Ordinal))
            text.AppendLine(CultureInfo.InvariantCulture, $"{operation,-24} {counts.Sum(),8} {counts[2],6} {counts[3],6} {counts[4],6} {counts[5],6}  {CodesOf(operation)}");
        text.AppendLine(CultureInfo.InvariantCulture,
            $"\nseed {seed}: {Requests} requests in {Took.TotalSeconds:0} s, {Class(2)} × 2xx, {Class(3)} × 3xx, {Class(4)} × 4xx, heap {GrownBytes / 1e6:+0.0;-0.0} MB");
        text.AppendLine(CultureInfo.InvariantCulture, $"{Class(5)} server errors, {Findings.Count} findings");
        return text.ToString();
    }

    private string CodesOf(string operation) => string.Join(", ", _codes.Where(c => c.Key.Operation == operation)
        .OrderByDescending(c => c.Value).ThenBy(c => c.Key.Code, StringComparer.Ordinal).Take(ShownCodes).Select(c => $"{c.Key.Code} {c.Value}"));

    /// <summary>The whole file: conditions, figures, every operation.</summary>
    public string Markdown(IReadOnlyList<string> conditions) => $"""
        # Fuzzing: requests made from the API document, good and bad

        {string.Join('\n', conditions.Select(fact => $"- {fact}"))}

        Two users and a browser send them, mostly one built on another; a third of the bodies are as the document says, the
        others spoilt. Each answer must be as documented, a body that breaks the document must be refused, nobody gets in
        without a credential or at what is another's, and nothing may fail. Operations that never succeed are those that
        need a code from a link or a finished film at just that moment.

        ```
        {Text()}```

        """;

    private static void Append(StringBuilder text, List<FuzzFinding> same)
    {
        var first = same[0];
        text.AppendLine(CultureInfo.InvariantCulture, $"{first.Request.Operation}: {first.Fault} ({same.Count} ×; --only {string.Join(", ", same.Take(5).Select(f => f.Request.Number))})");
        text.AppendLine(CultureInfo.InvariantCulture, $"    {first.Request.AsCommand()}");
        text.AppendLine(CultureInfo.InvariantCulture, $"    {first.Status} {first.Answer}");
        foreach (var error in first.ServerErrors.Take(2))
            text.AppendLine("    " + string.Join("\n      ", error.Split('\n').Take(8)));
        text.AppendLine();
    }

    /// <summary>Faults that differ in values only are of one kind.</summary>
    private static string Kind(string fault) => string.Concat(fault.Where(c => !char.IsAsciiDigit(c)).Take(60));

    private int Class(int hundreds) => _statuses.Values.Sum(counts => counts[hundreds]);
}
