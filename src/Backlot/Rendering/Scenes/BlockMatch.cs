using System.Runtime.Intrinsics;
using System.Runtime.InteropServices;

namespace Backlot.Rendering.Scenes;

/// <summary>What is left of the difference of two pictures when each part of the one may come from somewhere near in the
/// other: a camera that moves leaves little, a cut leaves nearly all.</summary>
internal static class BlockMatch
{
    private const int Block = 8, Reach = 8, Step = 2;

    /// <summary>Mean difference of luma per pixel, 0 to 255, each block of 8 x 8 taken from its best place within 8 pixels.</summary>
    public static double Residual(SmallFrame from, SmallFrame to)
    {
        var total = 0L;
        for (var y = 0; y < SmallFrame.Height; y += Block)
            for (var x = 0; x < SmallFrame.Width; x += Block)
                total += Best(from.Luma, to.Luma, x, y);
        return total / (double)SmallFrame.LumaBytes;
    }

    private static int Best(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, int x, int y)
    {
        Span<Vector128<byte>> block = stackalloc Vector128<byte>[Block / 2];
        Load(to, x, y, block);
        var best = int.MaxValue;
        for (var dy = Math.Max(-Reach, -y); dy <= Math.Min(Reach, SmallFrame.Height - Block - y); dy += Step)
            for (var dx = Math.Max(-Reach, -x); dx <= Math.Min(Reach, SmallFrame.Width - Block - x); dx += Step)
                best = Math.Min(best, Difference(from, x + dx, y + dy, block));
        return best;
    }

    private static int Difference(ReadOnlySpan<byte> plane, int x, int y, ReadOnlySpan<Vector128<byte>> block)
    {
        var sums = Vector128<ushort>.Zero;
        for (var pair = 0; pair < block.Length; pair++)
        {
            var here = Rows(plane, x, y + 2 * pair);
            var (low, high) = Vector128.Widen(Vector128.Max(here, block[pair]) - Vector128.Min(here, block[pair]));
            sums += low + high;
        }
        return Vector128.Sum(sums);
    }

    private static void Load(ReadOnlySpan<byte> plane, int x, int y, Span<Vector128<byte>> block)
    {
        for (var pair = 0; pair < block.Length; pair++)
            block[pair] = Rows(plane, x, y + 2 * pair);
    }

    // Two rows of eight pixels in one register.
    private static Vector128<byte> Rows(ReadOnlySpan<byte> plane, int x, int y) => Vector128.Create(
        MemoryMarshal.Read<ulong>(plane[(y * SmallFrame.Width + x)..]),
        MemoryMarshal.Read<ulong>(plane[((y + 1) * SmallFrame.Width + x)..])).AsByte();
}
