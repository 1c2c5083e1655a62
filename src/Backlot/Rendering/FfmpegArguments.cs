using System.Globalization;

namespace Backlot.Rendering;

/// <summary>The arguments of one ffmpeg run: inputs, each behind its own safety options, then one output.</summary>
/// <param name="Inputs">At least one; an index in <c>-map</c> counts these.</param>
/// <param name="Output">Path of the file to write (replaced if there), or null for standard output.</param>
public sealed record FfmpegArguments(IReadOnlyList<FfmpegInput> Inputs, string? Output)
{
    /// <summary>What goes between inputs and output: maps, filters, encoders. See <see cref="FfmpegOption"/>.</summary>
    public required IReadOnlyList<FfmpegOption> OutputOptions { get; init; }

    /// <summary>The muxer, always said: it is never guessed from a name.</summary>
    public required string Muxer { get; init; }

    /// <summary>Threads of each decoder and encoder. Default 1: the renderer runs several programs at a time. Filters have one always:
    /// with two of them, making small pictures of 720p took 1.3 times as long.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>One list entry per argument, as the program gets them.</summary>
    public IReadOnlyList<string> ToList() =>
    [
        "-nostdin", "-hide_banner", "-v", "error", "-nostats",
        // Progress needs standard output for itself.
        .. Output is null ? (string[])[] : ["-progress", "pipe:1"],
        "-filter_threads", "1", "-filter_complex_threads", "1",
        .. Inputs.SelectMany(input => input.ToList(Threads)),
        .. OutputOptions.SelectMany(option => option.ToList()),
        "-sn", "-dn", "-threads", Text(Threads), "-f", Muxer, "-y", Output is null ? "pipe:1" : $"file:{Output}",
    ];

    /// <summary>The command as a person would type it: quoted for a shell, to be kept with a render's record.</summary>
    public override string ToString() => $"ffmpeg {string.Join(' ', ToList().Select(Quoted))}";

    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,+@%".Contains(c))
            ? argument
            : $"'{argument.Replace("'", "'\\''")}'";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One input: a local file or standard input, opened by the named demuxer only.</summary>
/// <param name="Format">The demuxer and the decoders it may use.</param>
/// <param name="Path">A server-made path, or null for standard input.</param>
public sealed record FfmpegInput(MediaFormat Format, string? Path)
{
    /// <summary>Options of this input alone, such as <c>-framerate</c>.</summary>
    public IReadOnlyList<FfmpegOption> Options { get; init; } = [];

    internal IEnumerable<string> ToList(int threads) =>
    [
        .. Format.Guards(Path is null ? "pipe" : "file"),
        "-threads", threads.ToString(CultureInfo.InvariantCulture),
        .. Options.SelectMany(option => option.ToList()),
        "-f", Format.Demuxer,
        // With "file:" before it no path can be taken for an option, a pattern or an address.
        "-i", Path is null ? "pipe:0" : $"file:{Path}",
    ];
}

/// <summary>One option with its value, or a bare flag.</summary>
/// <param name="Name">Without the dash, with a stream specifier where one is meant (<c>c:v</c>).</param>
public sealed record FfmpegOption(string Name, string? Value = null)
{
    public FfmpegOption(string name, long value) : this(name, value.ToString(CultureInfo.InvariantCulture)) { }

    /// <summary>Seconds, to the microsecond.</summary>
    public FfmpegOption(string name, double seconds) : this(name, seconds.ToString("0.######", CultureInfo.InvariantCulture)) { }

    internal IEnumerable<string> ToList() => Value is null ? [$"-{Name}"] : [$"-{Name}", Value];
}
