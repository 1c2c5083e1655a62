using Backlot.Generation.Dummy.Images;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Finish;
using Backlot.Generation.Dummy.Images.Scenes;
using Backlot.Generation.Dummy.Music.Sound;
using Backlot.Generation.Dummy.Shots.Sound;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>
/// A shot made from the words of a prompt. The picture of <see cref="ImageComposer"/> is painted once, larger than the frame and in
/// layers; then a camera goes through them, and water, clouds, growth, weather and lamps move. Frames need not be asked for in order.
/// </summary>
public sealed class MovingShot
{
    public const int FrameRate = 24;
    public const double LeastSeconds = 2;
    public const double MostSeconds = 30;
    public const int LeastSidePixels = 64;
    public const int MostSidePixels = 3840;
    public const int MostPixels = 4_000_000;

    private readonly ShotSize _size;
    private readonly Stage _stage;
    private readonly LayerBook _book;
    private readonly CameraPath _camera;
    private readonly Weather _weather;
    private readonly Lightning _lightning;
    private readonly NoiseTile _tile;

    private readonly string _prompt;
    private readonly long _seed;
    private readonly ulong _soundSeed;

    private MovingShot(ShotSize size, Stage stage, LayerBook book, string prompt, long seed, int frames, Dice dice)
    {
        (_size, _stage, _book, _prompt, _seed, Frames) = (size, stage, book, prompt, seed, frames);
        _camera = new(prompt, (float)frames / FrameRate, dice.Fork());
        _weather = new(stage, dice.Fork());
        _lightning = new(stage.Brief, (float)frames / FrameRate, dice.Fork());
        _tile = new(dice.Fork());
        _soundSeed = dice.Bits();
    }

    public int Frames { get; }

    /// <summary>Of one frame: planar YUV 4:2:0, BT.709, video range.</summary>
    public int FrameBytes => _size.Width * _size.Height * 3 / 2;

    /// <summary>Reads the words and chooses all that they leave open; nothing is painted yet.</summary>
    /// <param name="prompt">Free text; only the first 4,000 characters are read.</param>
    /// <param name="seed">Another seed gives another shot of the same prompt.</param>
    /// <param name="widthPixels">64 to 3840, even; both sides together at most <see cref="MostPixels"/>.</param>
    /// <param name="heightPixels">As <paramref name="widthPixels"/>.</param>
    /// <param name="seconds">2 to 30; rounded to whole frames.</param>
    /// <param name="ct">Stops painting between two rows of the picture.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side or the length is outside its range.</exception>
    public static MovingShot Plan(string prompt, long seed, int widthPixels, int heightPixels, double seconds, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        CheckSide(widthPixels, nameof(widthPixels));
        CheckSide(heightPixels, nameof(heightPixels));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)widthPixels * heightPixels, MostPixels, nameof(heightPixels));
        if (!(seconds is >= LeastSeconds and <= MostSeconds))
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, $"A shot lasts {LeastSeconds} to {MostSeconds} seconds.");

        var size = new ShotSize(widthPixels, heightPixels);
        var book = new LayerBook(size.CanvasWidth, size.CanvasHeight);
        var canvas = new Canvas(size.CanvasWidth, size.CanvasHeight, ct) { Layers = book };
        var stage = ImageComposer.SetStage(prompt, seed, canvas);
        return new(size, stage, book, prompt, seed, (int)Math.Round(seconds * FrameRate), new(~ImageComposer.StartOf(prompt, seed)));
    }

    /// <summary>Paints all that the shot shows; to be done once, before a frame is drawn.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <remarks>Takes some 230 MB for 1080p, of which half is kept as long as the shot is.</remarks>
    public void Paint()
    {
        Scene.Draw(_stage);
        Lens.Apply(_stage);
        _book.Finish(_stage.Canvas);
    }

    /// <summary>What a thread needs to draw frames; to be used for one frame at a time.</summary>
    public Easel NewEasel() => new(_size, _tile);

    /// <summary>Draws a frame of a painted shot; several threads may, each with its own easel.</summary>
    /// <param name="number">From 0 to <see cref="Frames"/> − 1.</param>
    /// <param name="easel">From <see cref="NewEasel"/>.</param>
    /// <param name="yuv"><see cref="FrameBytes"/> bytes.</param>
    public void Draw(int number, Easel easel, Span<byte> yuv)
    {
        var seconds = (float)number / FrameRate;
        var moment = new Moment(seconds, (float)Frames / FrameRate, _camera.At(seconds), _lightning.At(seconds), _stage.HorizonY, _stage.Brief);
        easel.Compose(_book.Layers, moment);
        _weather.Draw(easel.Frame, moment.Camera, seconds);
        easel.Finish(number, yuv);
    }

    /// <summary>Writes what the shot sounds like: a RIFF WAVE file, 16-bit PCM, 44,100 Hz, stereo, exactly as long as the pictures.</summary>
    /// <param name="wav">Written front to back; left open.</param>
    /// <param name="ct">Stops; what was written so far is not a valid file.</param>
    public void WriteSound(Stream wav, CancellationToken ct) =>
        ShotSound.Write(_prompt, _seed, Audio.Frames((double)Frames / FrameRate), _stage.Brief, _lightning.Strikes, new(_soundSeed), wav, ct);

    private static void CheckSide(int pixels, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels, LeastSidePixels, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pixels, MostSidePixels, name);
        if (pixels % 2 != 0)
            throw new ArgumentOutOfRangeException(name, pixels, "Both sides must be even.");
    }
}
