using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Backlot.Studio.Brains;

/// <summary>A brain as a point on the unit sphere of 128 dimensions: near in angle means that films made by the two would look and move
/// alike. Described in docs/studio.md.</summary>
/// <remarks>Four blocks of 32 of equal weight: composition, colour, pacing, story. In each the words are hashed to 24 signed places (feature
/// hashing), and the numbers have the last 8 to themselves.</remarks>
internal static class StyleVector
{
    public const int Dimensions = 128;
    private const int Block = 32, Words = 24;

    /// <summary>How much a number counts beside the words of its block: a full −1..1 as much as four words.</summary>
    private const float NumberWeight = 2;

    private static readonly HashSet<string> Empty = ["a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "it", "its", "of", "on", "or",
        "the", "to", "with"];

    /// <returns>128 numbers of unit length; all 0 for a brain that knows nothing.</returns>
    public static float[] Of(BrainParameters brain)
    {
        var (shot, colour, pacing) = (brain.ShotComposition, brain.ColorGrading, brain.Pacing);
        var point = new float[Dimensions];
        Put(0, [.. shot.Framings, .. shot.CameraMoves, shot.Lens], [shot.CameraAngle]);
        Put(1, [.. colour.Palette, colour.Light, colour.Texture], [colour.Lighting, colour.Contrast, colour.Saturation, colour.Warmth]);
        Put(2, [pacing.Rhythm], [pacing.Tempo, pacing.Mood, Math.Clamp(1 - Math.Log2(Math.Max(pacing.ShotSeconds, 0.5) / 5), -1, 1)]);
        Put(3, [.. brain.NarrativeBeats.Select(beat => beat.Treatment), .. brain.Avoid ?? []], []);
        Normalize(point);
        return point;

        void Put(int block, IEnumerable<string> texts, double[] numbers)
        {
            var part = point.AsSpan(block * Block, Block);
            foreach (var word in texts.SelectMany(WordsOf))
            {
                var hash = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(word)));
                part[(int)(hash % Words)] += (hash >> 63) == 0 ? 1 : -1;
            }
            for (var i = 0; i < numbers.Length; i++)
                part[Words + i] = (float)numbers[i] * NumberWeight;
            Normalize(part);
        }
    }

    private static IEnumerable<string> WordsOf(string text) => text.ToLower(CultureInfo.InvariantCulture)
        .Split([' ', ',', '.', ';', ':', '-', '\'', '(', ')', '/', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => !Empty.Contains(word));

    private static void Normalize(Span<float> part)
    {
        var length = 0.0;
        foreach (var value in part)
            length += value * value;
        if (length == 0)
            return;
        foreach (ref var value in part)
            value /= (float)Math.Sqrt(length);
    }
}
