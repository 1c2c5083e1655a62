using Backlot.Generation.Dummy.Images;
using Backlot.Generation.Dummy.Music;
using Backlot.Generation.Providers;
using Backlot.Platform.Processes;

namespace Backlot.Generation.Dummy;

/// <summary>The provider that is built in: free, deterministic, needs no network, and makes real media.</summary>
internal sealed class DummyProvider : IMusicProvider, IImageProvider
{
    private const int BufferBytes = 1 << 17;

    /// <summary>From so many seconds on a piece leaves as much behind as a picture.</summary>
    private const double LongSeconds = 60;

    internal const string License =
        "Made by Backlot's built-in synthesizers on your own machine. You may use it for anything, also commercially, without naming anybody (CC0 1.0).";

    public string Name => "dummy";

    public Task<Made> MakeAsync(MusicOrder order, string path, IProgress<double>? progress, CancellationToken ct) =>
        DrawAsync(path, "track.wav", file => MusicSynthesizer.Render(order.Prompt, order.Seed, order.DurationSeconds, file, progress, ct),
            leavesMuch: order.DurationSeconds >= LongSeconds, ct);

    public Task<Made> MakeAsync(ImageOrder order, string path, IProgress<double>? progress, CancellationToken ct) =>
        DrawAsync(path, "image.png", file => ImageComposer.Render(order.Prompt, order.Seed, order.Width, order.Height, file, ct), leavesMuch: true, ct);

    /// <summary>Seconds of pure computing, so on a thread of its own.</summary>
    private static Task<Made> DrawAsync(string path, string filename, Action<Stream> write, bool leavesMuch, CancellationToken ct) =>
        Task.Factory.StartNew(() =>
        {
            using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes))
                write(file);
            // A picture leaves 60 MB behind.
            if (leavesMuch)
                LargeArrays.GiveBack();
            return new Made(filename, CostUsd: 0, License);
        }, ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
