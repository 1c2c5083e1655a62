using Backlot.Rendering.Signals;
using Backlot.Rendering.Sound;

namespace Backlot.Rendering.Scenes;

/// <summary>Finds the shots of a video and measures each, in one pass over all its frames.</summary>
/// <param name="threads">Of the decoder. Default: one a core and one more, as ffmpeg itself does, four at the most.</param>
public sealed class SceneFinder(Ffmpeg ffmpeg, int? threads = null)
{
    /// <summary>Signals that cost more are taken at such a distance, and where a shot may begin.</summary>
    private const double SampleSeconds = 0.2;

    /// <summary>Mean difference of luma, 0 to 255, and likeness of two frames between which a shot may begin.</summary>
    private const double JumpDifference = 8, JumpCorrelation = 0.9;

    private readonly int threads = threads ?? Math.Min(4, Environment.ProcessorCount + 1);

    /// <summary>Decodes the file from its start to its end, about as fast as decoding is; memory does not grow with its
    /// length but for the shots found.</summary>
    /// <param name="path">A video that was probed.</param>
    /// <param name="facts">What <see cref="MediaProbe"/> said of it.</param>
    /// <param name="progress">Told shares from 0 to 1, about a hundred times.</param>
    /// <param name="ct">Ends ffmpeg at once.</param>
    /// <exception cref="MediaRefused">Nothing in it can be decoded.</exception>
    /// <exception cref="FfmpegStalled">The decoder did not advance.</exception>
    public Task<FootageReading> FindAsync(string path, MediaFacts facts, IProgress<double>? progress, CancellationToken ct) =>
        FindAsync(path, facts, sprites: null, thumbnails: null, progress, ct);

    /// <inheritdoc cref="FindAsync(string, MediaFacts, IProgress{double}?, CancellationToken)"/>
    /// <param name="sprites">Makes a sheet of each shot on the way.</param>
    /// <param name="thumbnails">Makes a picture of each shot on the way.</param>
    internal async Task<FootageReading> FindAsync(
        string path, MediaFacts facts, ShotSprites? sprites, ShotThumbnails? thumbnails, IProgress<double>? progress, CancellationToken ct)
    {
        // When the film cannot be read, nothing more is made of it.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var making = Task.WhenAll(sprites?.WriteAsync(stop.Token) ?? Task.CompletedTask, thumbnails?.WriteAsync(stop.Token) ?? Task.CompletedTask);
        FootageReading reading;
        try
        {
            reading = await ReadAsync(path, facts, sprites, thumbnails, progress, ct);
            sprites?.Complete();
            thumbnails?.Complete();
        }
        catch
        {
            await stop.CancelAsync();
            await making.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        await making;
        return reading;
    }

    private async Task<FootageReading> ReadAsync(
        string path, MediaFacts facts, ShotSprites? sprites, ShotThumbnails? thumbnails, IProgress<double>? progress, CancellationToken ct)
    {
        var footage = new FootageStream(ffmpeg, path, facts, threads, sprites?.Shape);
        var sound = new ProgrammeMeter();
        var reading = new Reading(facts, sound, new(sound, facts.HasAudio, sprites, thumbnails), progress);
        try
        {
            await footage.ReadAsync(reading.Add, reading.Add, sound, ct);
        }
        catch (Exception error) when (error is FfmpegFailed and not FfmpegStalled or InvalidDataException)
        {
            throw new MediaRefused("cannot be decoded to its end");
        }
        return reading.End() with { IsDamaged = footage.IsDamaged };
    }

    private sealed class Reading(MediaFacts facts, ProgrammeMeter sound, ShotList shots, IProgress<double>? progress)
    {
        private readonly BoundaryFinder boundaries = new();
        private readonly FramePace pace = new();
        private SmallFrame? before;
        private double sampled = double.NegativeInfinity, told;

        public void Add(SmallFrame frame)
        {
            var isSampled = frame.Seconds - sampled >= SampleSeconds || MayBegin(frame);
            if (isSampled)
                sampled = frame.Seconds;
            shots.Add(FrameSignals.Of(frame, before, isSampled));
            foreach (var boundary in boundaries.Add(frame))
                shots.Cut(boundary);
            shots.Settle(boundaries.SettledSeconds);
            pace.Add(frame.Seconds);
            before = frame;
            Tell(frame.Seconds / Math.Max(facts.DurationSeconds ?? 0, frame.Seconds));
        }

        public void Add(Tile tile) => shots.Add(tile);

        private bool MayBegin(SmallFrame frame) =>
            before is not null && frame.DifferenceTo(before) > JumpDifference && frame.CorrelationWith(before) < JumpCorrelation;

        public FootageReading End()
        {
            if (before is null)
                throw new MediaRefused("cannot be decoded: no picture comes out of it");
            foreach (var boundary in boundaries.End())
                shots.Cut(boundary);
            var end = before.Seconds + pace.StepSeconds;
            Tell(1);
            return new(shots.End(end), end, pace.Frames)
            {
                Loudness = facts.HasAudio ? sound.Measured() : null, IsVariableFrameRate = pace.IsVariable,
            };
        }

        private void Tell(double share)
        {
            if (progress is null || double.IsNaN(share) || (share < told + 0.01 && share < 1))
                return;
            told = share;
            progress.Report(share);
        }
    }
}
