using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Finish;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images;

/// <summary>
/// Paints a scene from the words of a prompt: place, hour, weather, things, light and colours; whatever the prompt
/// leaves open follows from the prompt's hash and the seed.
/// </summary>
public static class ImageComposer
{
    public const int LeastSidePixels = 16;
    public const int MostSidePixels = 7680;

    /// <summary>
    /// Draws the prompt as a picture and writes it as PNG (8-bit RGB).
    /// The same prompt, seed and size give the same bytes.
    /// </summary>
    /// <param name="prompt">Free text; may be empty. Only the first 4,000 characters are read.</param>
    /// <param name="seed">Another seed gives another composition of the same prompt.</param>
    /// <param name="widthPixels">16 to 7680.</param>
    /// <param name="heightPixels">16 to 7680.</param>
    /// <param name="png">Written from its position on; left open.</param>
    /// <param name="ct">Stops between two rows of the picture; the stream may then hold a part of the file.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is outside its range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    /// <remarks>Takes one thread, about 12 bytes of memory per pixel while painting, and the packed file
    /// once.</remarks>
    public static void Render(
        string prompt, long seed, int widthPixels, int heightPixels, Stream png, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(png);
        CheckSide(widthPixels, nameof(widthPixels));
        CheckSide(heightPixels, nameof(heightPixels));
        ct.ThrowIfCancellationRequested();

        var canvas = new Canvas(widthPixels, heightPixels, ct);
        var stage = SetStage(prompt, seed, canvas);
        Scene.Draw(stage);
        AirParticles.Draw(stage, stage.Dice.Fork());
        Lens.Apply(stage);
        var film = new Film(canvas, StartOf(prompt, seed));
        PngWriter.Write(png, widthPixels, heightPixels, film.Develop);
    }

    /// <summary>Reads the prompt and chooses the colours; nothing is painted yet.</summary>
    internal static Stage SetStage(string prompt, long seed, Canvas canvas)
    {
        var dice = new Dice(StartOf(prompt, seed));
        var brief = PromptReader.Read(prompt, dice.Fork());
        return new(canvas, brief, new Palette(brief, dice.Fork()), dice);
    }

    /// <summary>The number from which all that a prompt leaves open follows.</summary>
    internal static ulong StartOf(string prompt, long seed) => PromptHash.Of(prompt) ^ ((ulong)seed * 0x9E3779B97F4A7C15);

    private static void CheckSide(int pixels, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels, LeastSidePixels, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pixels, MostSidePixels, name);
    }
}
