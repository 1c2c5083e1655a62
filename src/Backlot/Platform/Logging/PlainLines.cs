using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Backlot.Platform.Logging;

/// <summary>The log: an entry a line, whatever is in it. An exception follows on lines that begin with <c>    |</c>, which
/// no entry does.</summary>
internal sealed class PlainLines(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "plain-lines";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        textWriter.Write($" {Word(logEntry.LogLevel)} ");
        LogText.Write(textWriter, logEntry.Category);
        textWriter.Write(": ");
        LogText.Write(textWriter, logEntry.Formatter(logEntry.State, logEntry.Exception));
        textWriter.Write('\n');
        if (logEntry.Exception is null)
            return;
        foreach (var line in logEntry.Exception.ToString().Split('\n'))
        {
            textWriter.Write("    | ");
            LogText.Write(textWriter, line.TrimEnd('\r'));
            textWriter.Write('\n');
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}

/// <summary>What is written to the log, and how.</summary>
public static class LogModule
{
    public static void AddPlainLog(this ILoggingBuilder logging) => logging.ClearProviders()
        .SetMinimumLevel(LogLevel.Warning)
        // It writes whole addresses, and with them the signatures of media links.
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)
        .AddConsole(console => console.FormatterName = PlainLines.FormatterName)
        .AddConsoleFormatter<PlainLines, ConsoleFormatterOptions>();
}
