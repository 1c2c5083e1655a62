namespace Backlot.Rendering.Sound;

/// <summary>The samples of a file in the one form of <see cref="Pcm"/>; disposing ends whatever decodes them.</summary>
/// <remarks>One reader at a time.</remarks>
internal sealed class DecodedSound : IAsyncDisposable
{
    private readonly WaveSamples? samples;
    private readonly FfmpegStream? decoder;

    public DecodedSound(WaveSamples samples) => this.samples = samples;

    public DecodedSound(FfmpegStream decoder) => this.decoder = decoder;

    /// <inheritdoc cref="FfmpegStream.ReadSamplesAsync"/>
    public Task<int> ReadSamplesAsync(Memory<float> buffer, CancellationToken ct) =>
        samples?.ReadSamplesAsync(buffer, ct) ?? decoder!.ReadSamplesAsync(buffer, ct);

    public ValueTask DisposeAsync()
    {
        samples?.Dispose();
        return decoder?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
