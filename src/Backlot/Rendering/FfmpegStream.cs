using System.Runtime.InteropServices;
using Backlot.Platform.Processes;

namespace Backlot.Rendering;

/// <summary>The output of a running ffmpeg; disposing ends it.</summary>
/// <remarks>One reader at a time. The watchdog runs only while a reader waits: a slow reader stalls nobody.</remarks>
internal sealed class FfmpegStream(ChildProcess child, double stallSeconds) : IAsyncDisposable
{
    private bool ended;

    /// <summary>The last it has said on standard error: with our arguments only what is wrong.</summary>
    public string StderrTail => child.StderrTail;

    /// <summary>Fills the buffer; fewer samples come back only at the end of the stream.</summary>
    /// <exception cref="FfmpegFailed">ffmpeg ended with another code than 0.</exception>
    /// <exception cref="FfmpegStalled">Nothing came for the set time.</exception>
    public async Task<int> ReadSamplesAsync(Memory<float> buffer, CancellationToken ct)
    {
        var bytes = new byte[buffer.Length * sizeof(float)];
        var count = await ReadBytesAsync(bytes, ct);
        bytes.AsSpan(0, count - count % sizeof(float)).CopyTo(MemoryMarshal.AsBytes(buffer.Span));
        return count / sizeof(float);
    }

    /// <summary>As <see cref="ReadSamplesAsync"/>, in bytes.</summary>
    public async Task<int> ReadBytesAsync(Memory<byte> buffer, CancellationToken ct)
    {
        if (ended)
            return 0;
        using var watchdog = new Watchdog(stallSeconds, ct);
        await using var killing = watchdog.Token.Register(child.KillTree);
        var count = await child.StandardOutput.ReadAtLeastAsync(
            buffer, buffer.Length, throwOnEndOfStream: false, CancellationToken.None);
        watchdog.ThrowIfFired(child.StderrTail);
        if (count < buffer.Length)
        {
            ended = true;
            var exitCode = await child.WaitForExitAsync(ct);
            if (exitCode != 0)
                throw new FfmpegFailed(exitCode, child.StderrTail);
        }
        return count;
    }

    public ValueTask DisposeAsync() => child.DisposeAsync();
}
