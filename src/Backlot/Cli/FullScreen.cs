using System.Runtime.InteropServices;

namespace Backlot.Cli;

/// <summary>The whole terminal, for as long as this lives; then it is as it was before.</summary>
internal sealed class FullScreen : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l\e[?7l", Leave = "\e[?7h\e[?25h\e[?1049l", Home = "\e[H", ToLineEnd = "\e[K", ToScreenEnd = "\e[J";
    private static readonly TimeSpan KeyPause = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _end;
    private readonly List<PosixSignalRegistration> _signals;
    private readonly bool _hasKeys = !Console.IsInputRedirected;

    /// <param name="ct">Ends it, as <c>q</c>, Ctrl+C and the signals to end do.</param>
    public FullScreen(CancellationToken ct)
    {
        _end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // Else the process would end with the terminal still ours.
        _signals = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }
            .Select(signal => PosixSignalRegistration.Create(signal, End)).ToList();
        if (_hasKeys)
            Console.TreatControlCAsInput = true;
        Console.Out.Write(Enter);
    }

    public CancellationToken Ended => _end.Token;

    /// <summary>Characters and lines; a terminal that does not know is taken for a usual one.</summary>
    public static (int Width, int Height) Size => (Console.WindowWidth is > 0 and var width ? width : 80, Console.WindowHeight is > 0 and var height ? height : 24);

    /// <summary>Over what was shown before, without a flicker.</summary>
    /// <param name="lines">No more than fit, none wider than the terminal.</param>
    public static void Show(IEnumerable<string> lines) =>
        Console.Out.Write(Home + string.Join("\r\n", lines.Select(line => line + ToLineEnd)) + ToScreenEnd);

    /// <summary>Returns after that time, or earlier when the terminal has another size, or when it is to end.</summary>
    public async Task WaitAsync(TimeSpan time)
    {
        var (started, size) = (TimeProvider.System.GetTimestamp(), Size);
        while (!_end.IsCancellationRequested && TimeProvider.System.GetElapsedTime(started) < time && size == Size)
        {
            while (_hasKeys && Console.KeyAvailable)
                if (Console.ReadKey(intercept: true) is { Key: ConsoleKey.Q or ConsoleKey.Escape } or { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control })
                    await _end.CancelAsync();
            await Task.Delay(KeyPause, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        Console.Out.Write(Leave);
        if (_hasKeys)
            Console.TreatControlCAsInput = false;
        _signals.ForEach(signal => signal.Dispose());
        _end.Dispose();
    }

    private void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _end.Cancel();
    }
}
