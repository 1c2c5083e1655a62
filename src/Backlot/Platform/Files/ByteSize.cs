using System.Globalization;

namespace Backlot.Platform.Files;

/// <summary>Sizes as people read them.</summary>
internal static class ByteSize
{
    /// <returns>Such as <c>512 bytes</c>, <c>1.5 kB</c>, <c>12.3 MB</c> or <c>21.47 GB</c>: thousands, as disks are sold.</returns>
    public static string Text(long bytes) => bytes switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} byte{(bytes == 1 ? "" : "s")}"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB"),
    };
}
