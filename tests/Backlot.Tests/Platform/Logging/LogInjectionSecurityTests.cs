using Backlot.Platform.Logging;
using Backlot.Tests.Platform.Outbound;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Backlot.Tests.Platform.Logging;

/// <summary>Nobody outside writes lines of their own into the log.</summary>
public sealed class LogInjectionSecurityTests(TestCluster cluster)
{
    private const string Forged = "Court\r\n2026-01-01T00:00:00.000Z error Backlot: all is lost\u001b[2K\u001b[31m\u2028\u202e\u0000\u0085\\n";

    [Fact]
    public void Line_ends_terminal_codes_and_direction_marks_appear_escaped() =>
        Assert.Equal(@"Court\r\n2026-01-01T00:00:00.000Z error Backlot: all is lost\u001b[2K\u001b[31m\u2028\u202e\u0000\u0085\\n", LogText.Of(Forged));

    [Fact]
    public void Names_as_people_write_them_appear_as_they_are() =>
        Assert.Equal("Château d'été – 夜の雨 🎻 \"x\"", LogText.Of("Château d'été – 夜の雨 🎻 \"x\""));

    [Fact]
    public void An_entry_is_one_line_and_an_exception_cannot_be_taken_for_another()
    {
        var lines = Written(Forged, new InvalidOperationException(Forged)).Split('\n');

        Assert.Equal("2026-01-01T00:00:00.000Z warn Backlot.Jobs: Album " + LogText.Of(Forged) + " failed.", lines[0]);
        Assert.Equal("", lines[^1]);
        Assert.All(lines[1..^1], line => Assert.StartsWith("    | ", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain(line, char.IsControl));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_server_logs_by_that_form_and_what_a_request_brings_stays_in_its_line()
    {
        var written = new StringWriter();
        await using var server = await TestServer.StartAsync(cluster,
            services => services.AddLogging(logging => logging.AddProvider(new ToWriter(written))),
            routes: routes => Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(routes, "/test/broken/{name}",
                string (string name) => throw new InvalidOperationException("No album " + name)));
        var options = server.Services.GetRequiredService<IOptionsMonitor<ConsoleLoggerOptions>>().CurrentValue;

        (await server.Http.GetAsync(new Uri("/test/broken/" + Uri.EscapeDataString("Court\r\n2026 error: forged\u001b[31m"), UriKind.Relative), TestContext.Current.CancellationToken)).Dispose();

        Assert.Equal(PlainLines.FormatterName, options.FormatterName);
        Assert.Single(server.Services.GetServices<ConsoleFormatter>().OfType<PlainLines>());
        var lines = written.ToString().Split('\n');
        Assert.Contains(lines, line => line.Contains(@"Court\r\n2026 error: forged\u001b[31m", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("2026 error", StringComparison.Ordinal));
    }

    private static string Written(string name, Exception error)
    {
        var line = new StringWriter();
        new PlainLines(new SteppedTime()).Write(
            new LogEntry<string>(LogLevel.Warning, "Backlot.Jobs", default, name, error, (state, _) => $"Album {state} failed."), null, line);
        return line.ToString();
    }

    /// <summary>As the console would write it.</summary>
    private sealed class ToWriter(TextWriter writer) : ILoggerProvider, ILogger
    {
        private readonly PlainLines _form = new(TimeProvider.System);

        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (writer)
                _form.Write(new LogEntry<TState>(logLevel, "Test", eventId, state, exception, formatter), null, writer);
        }

        public bool IsEnabled(LogLevel logLevel) => true;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public void Dispose() { }
    }
}
