using Backlot.Generation.Dummy.Shots;
using Backlot.Generation.Providers;
using Backlot.Rendering;

namespace Backlot.Library.BuiltInShots;

/// <summary>Paints a shot and writes it as a file: frames are drawn on all cores while ffmpeg takes them in their order.</summary>
internal sealed class ShotFile(Ffmpeg ffmpeg, MovingShot shot, VideoOrder order)
{
    // Half of the encoder's work is done on the thread it is fed from; with more threads of its own it only waits for frames.
    private const int EncoderThreads = 2;
    private const int KeyFrameEverySeconds = 2;

    /// <summary>Of what the fastest preset leaves out, that which costs little and is seen, or saves bits. Measured against superfast at its quality and
    /// size: a quarter less time.</summary>
    private const string EncoderSettings = "cabac=1:deblock=0,0:8x8dct=1";

    /// <summary>Writes an MP4 (H.264 High, AAC, index in front). What is left behind after a failure is the caller's to remove.</summary>
    /// <param name="progress">0..1.</param>
    /// <param name="ct">Ends ffmpeg at once.</param>
    public async Task WriteAsync(string path, IProgress<double>? progress, CancellationToken ct)
    {
        var sound = $"{path}.wav";
        try
        {
            // Painting leaves a core idle now and then.
            await Task.WhenAll(
                Task.Factory.StartNew(shot.Paint, ct, TaskCreationOptions.LongRunning, TaskScheduler.Default),
                order.WithSound ? Task.Run(() => WriteSound(sound, ct), ct) : Task.CompletedTask);
            await ffmpeg.RunAsync(Arguments(path, order.WithSound ? sound : null), onSeconds: null, (encoder, feeding) => FeedAsync(encoder, progress, feeding), ct);
        }
        finally
        {
            File.Delete(sound);
        }
    }

    private void WriteSound(string path, CancellationToken ct)
    {
        using var wav = File.Create(path);
        shot.WriteSound(wav, ct);
    }

    private async Task FeedAsync(Stream encoder, IProgress<double>? progress, CancellationToken ct)
    {
        var painters = Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount, 1, 4)).Select(_ => new Painter(shot)).ToArray();
        var drawn = new Task[shot.Frames];
        try
        {
            for (var frame = 0; frame < Math.Min(painters.Length, shot.Frames); frame++)
                drawn[frame] = painters[frame].DrawAsync(frame);
            for (var frame = 0; frame < shot.Frames; frame++)
            {
                var painter = painters[frame % painters.Length];
                await drawn[frame];
                await encoder.WriteAsync(painter.Bytes, ct);
                progress?.Report((frame + 1.0) / shot.Frames);
                if (frame + painters.Length < shot.Frames)
                    drawn[frame + painters.Length] = painter.DrawAsync(frame + painters.Length);
            }
        }
        finally
        {
            // Nobody paints on behind the caller's back.
            await Task.WhenAll(drawn.OfType<Task>());
        }
    }

    private FfmpegArguments Arguments(string path, string? sound) => new(
        [
            new(MediaFormat.Frames, Path: null)
            {
                Options = [new("pixel_format", "yuv420p"), new("video_size", $"{order.Width}x{order.Height}"), new("framerate", MovingShot.FrameRate)],
            },
            .. sound is null ? (FfmpegInput[])[] : [new(MediaFormat.Wav, sound)],
        ], path)
    {
        Threads = EncoderThreads,
        OutputOptions =
        [
            new("map", "0:v:0"), .. sound is null ? (FfmpegOption[])[] : [new("map", "1:a:0")],
            new("c:v", "libx264"), new("preset", "ultrafast"), new("x264-params", EncoderSettings), new("crf", 21), new("profile:v", "high"), new("g", KeyFrameEverySeconds * MovingShot.FrameRate),
            new("color_primaries", "bt709"), new("color_trc", "bt709"), new("colorspace", "bt709"), new("color_range", "tv"),
            new("c:a", "aac"), new("b:a", "160k"), new("ar", 48_000),
            new("video_track_timescale", MovingShot.FrameRate * 512), new("movflags", "+faststart"),
            new("map_metadata", "-1"), new("fflags", "+bitexact"), new("flags:v", "+bitexact"), new("flags:a", "+bitexact"),
        ],
        Muxer = "mp4",
    };

    /// <summary>Draws one frame at a time.</summary>
    private sealed class Painter(MovingShot shot)
    {
        private readonly Easel _easel = shot.NewEasel();
        private readonly byte[] _bytes = new byte[shot.FrameBytes];

        public ReadOnlyMemory<byte> Bytes => _bytes;

        public Task DrawAsync(int frame) => Task.Run(() => shot.Draw(frame, _easel, _bytes));
    }
}
