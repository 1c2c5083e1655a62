using System.Buffers;
using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Backlot.Tests.Support;

/// <summary>Reads everything that a test's server logs, at Debug and above, and remembers each line that holds a secret.</summary>
public sealed partial class WatchedLog : ILoggerProvider
{
    /// <summary>One of these is in all that the pattern below finds: most lines are read by looking for them alone.</summary>
    private static readonly SearchValues<string> Marks = SearchValues.Create(["blt_", "signature=", "earer ", "assword="], StringComparison.Ordinal);

    private readonly ConcurrentDictionary<string, byte> _secrets = new();
    private readonly ConcurrentQueue<string> _leaks = new();
    private long _lines;

    /// <summary>Lines that held one.</summary>
    public IReadOnlyCollection<string> Leaks => _leaks;
    public long Lines => Interlocked.Read(ref _lines);

    /// <summary>From now on it must not be seen. Tokens and signatures of any kind never must.</summary>
    public void Watch(params IEnumerable<string> secrets)
    {
        foreach (var secret in secrets)
            _secrets.TryAdd(secret, 0);
    }

    public ILogger CreateLogger(string categoryName) => new Reader(this, categoryName);

    public void Dispose() { }

    private void Read(string category, string line)
    {
        Interlocked.Increment(ref _lines);
        if (HoldsWatched(line) || (line.AsSpan().ContainsAny(Marks) && Secret().IsMatch(line)))
            _leaks.Enqueue($"{category}: {line}");
    }

    private bool HoldsWatched(string line)
    {
        foreach (var (secret, _) in _secrets)
            if (line.Contains(secret, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    [GeneratedRegex(@"blt_[\w-]{20}|signature=[\w-]{20}|[Bb]earer [\w.-]{20}|[Pp]assword=[^;&\s*]", RegexOptions.NonBacktracking)]
    private static partial Regex Secret();

    private sealed class Reader(WatchedLog log, string category) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Read(category, exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception}");
    }
}
