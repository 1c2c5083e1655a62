namespace Backlot.Rendering.Pictures;

/// <summary>Writes the pictures of a film as one H.264 byte stream, frame by frame.</summary>
internal static class StillStream
{
    /// <summary>A key frame so often, for seeking. In seconds.</summary>
    public const int KeySeconds = 10;

    /// <param name="stills">Each with the number of frames it stands, at least 2.</param>
    /// <param name="frameRate">Frames per second.</param>
    /// <param name="target">Takes some 20 kB per second of film.</param>
    /// <param name="ct">Stops between two frames.</param>
    /// <exception cref="InvalidDataException">Two stills were encoded with different parameters.</exception>
    public static async Task WriteAsync(
        IReadOnlyList<(StillFrame Still, int Frames)> stills, int frameRate, Stream target, CancellationToken ct)
    {
        await using var buffered = new BufferedStream(target, 1 << 20);
        var parameters = stills[0].Still.Parameters;
        await buffered.WriteAsync(parameters, ct);
        foreach (var (still, frames) in stills)
        {
            if (!still.Parameters.AsSpan().SequenceEqual(parameters))
                throw new InvalidDataException("The stills of one film must be encoded with the same parameters.");
            var period = KeySeconds * frameRate;
            var copies = Enumerable.Range(1, Math.Min(frames, period)).Select(still.Copy).ToArray();
            var sinceKey = 0;
            for (var frame = 0; frame < frames; frame++)
            {
                // Never a key frame last: the next still begins with one, and of two in a row with the same number a
                // decoder takes the second for more of the first (7.4.1.2.4).
                var key = frame == 0 || (frame % period == 0 && frame < frames - 1);
                await buffered.WriteAsync(key ? still.Key : copies[sinceKey], ct);
                sinceKey = key ? 0 : sinceKey + 1;
            }
        }
        await buffered.FlushAsync(ct);
    }
}
