using Backlot.Generation.Dummy;
using Backlot.Generation.Dummy.Shots;
using Backlot.Generation.Providers;
using Backlot.Platform.Processes;
using Backlot.Rendering;

namespace Backlot.Library.BuiltInShots;

/// <summary>
/// The video provider that is built in: free, deterministic, needs no network. It reads the words of the prompt alone; pictures that go with
/// an order are not looked at.
/// </summary>
internal sealed class BuiltInVideo(Ffmpeg ffmpeg) : IVideoProvider
{
    /// <summary>Of a frame. What a smaller shot leaves behind may lie until the collector comes by itself.</summary>
    private const long LargePixels = 500_000;

    public string Name => "dummy";

    public void Check(VideoOrder order)
    {
        if (!IsSide(order.Width) || !IsSide(order.Height) || (long)order.Width * order.Height > MovingShot.MostPixels)
            throw CatalogModel.Invalid("width", $"the built-in provider shoots {MovingShot.LeastSidePixels} to {MovingShot.MostSidePixels} pixels a side, "
                + $"both even, and at most {MovingShot.MostPixels / 1e6:0} million pixels; {order.Width} x {order.Height} was asked for.");
        if (order.DurationSeconds is not (>= MovingShot.LeastSeconds and <= MovingShot.MostSeconds))
            throw CatalogModel.Invalid("durationSeconds", FormattableString.Invariant(
                $"the built-in provider shoots {MovingShot.LeastSeconds:0} to {MovingShot.MostSeconds:0} s; {order.DurationSeconds:0.##} s was asked for."));
    }

    /// <inheritdoc/>
    /// <exception cref="Platform.Refusal">As <see cref="Check"/>.</exception>
    public async Task<Made> MakeAsync(VideoOrder order, string path, IProgress<double>? progress, CancellationToken ct)
    {
        Check(order);
        var shot = MovingShot.Plan(order.Prompt, order.Seed, order.Width, order.Height, order.DurationSeconds, ct);
        await new ShotFile(ffmpeg, shot, order).WriteAsync(path, progress, ct);
        // The layers of a shot of 1080 lines are some 150 MB.
        shot = null;
        if ((long)order.Width * order.Height >= LargePixels)
            LargeArrays.GiveBack();
        return new("shot.mp4", CostUsd: 0, DummyProvider.License);
    }

    private static bool IsSide(int pixels) => pixels is >= MovingShot.LeastSidePixels and <= MovingShot.MostSidePixels && pixels % 2 == 0;
}
