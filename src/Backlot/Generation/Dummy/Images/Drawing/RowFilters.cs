namespace Backlot.Generation.Dummy.Images.Drawing;

/// <summary>
/// PNG row filters Sub, Up, Average and Paeth; the row whose differences are smallest in sum packs best
/// (the heuristic of the PNG specification, 12.7).
/// </summary>
internal sealed class RowFilters(int rowBytes)
{
    private const int PixelBytes = 3;
    private readonly byte[][] _filtered =
        [Tagged(1, rowBytes), Tagged(2, rowBytes), Tagged(3, rowBytes), Tagged(4, rowBytes)];

    /// <summary>The filtered row with its filter number in front.</summary>
    public byte[] Smallest(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above)
    {
        var sub = _filtered[0].AsSpan(1);
        var up = _filtered[1].AsSpan(1);
        var average = _filtered[2].AsSpan(1);
        var paeth = _filtered[3].AsSpan(1);
        long subSum = 0, upSum = 0, averageSum = 0, paethSum = 0;
        for (var i = 0; i < row.Length; i++)
        {
            int left = i < PixelBytes ? 0 : row[i - PixelBytes], corner = i < PixelBytes ? 0 : above[i - PixelBytes];
            int here = row[i], over = above[i];
            subSum += Size(sub[i] = (byte)(here - left));
            upSum += Size(up[i] = (byte)(here - over));
            averageSum += Size(average[i] = (byte)(here - ((left + over) >> 1)));
            paethSum += Size(paeth[i] = (byte)(here - Paeth(left, over, corner)));
        }

        var least = Math.Min(Math.Min(subSum, upSum), Math.Min(averageSum, paethSum));
        return least == averageSum ? _filtered[2]
            : least == subSum ? _filtered[0]
            : least == upSum ? _filtered[1]
            : _filtered[3];
    }

    private static int Size(byte difference) => Math.Abs((int)(sbyte)difference);

    private static int Paeth(int left, int over, int corner)
    {
        var (a, b, c) = (Math.Abs(over - corner), Math.Abs(left - corner), Math.Abs(left + over - 2 * corner));
        return a <= b && a <= c ? left : b <= c ? over : corner;
    }

    private static byte[] Tagged(byte filter, int rowBytes)
    {
        var row = new byte[rowBytes + 1];
        row[0] = filter;
        return row;
    }
}
