namespace Backlot.Benchmarks.Mutations;

/// <summary>Good files with some of their bits turned over, as a bad disk, a bad line or somebody who looks for a hole would do it.</summary>
internal static class Mutation
{
    /// <summary>Shares of all bits: a header survives the first often, and the last hardly ever.</summary>
    private static readonly double[] Shares = [0.00002, 0.0004, 0.004, 0.15];

    /// <param name="number">The same number makes the same file of the same bytes.</param>
    public static byte[] Of(byte[] good, int number)
    {
        var random = new Random(number);
        byte[] bad = [.. good];
        var share = Shares[number % Shares.Length];
        // Every other one only in its head, where the promises of a file are.
        var reach = number / Shares.Length % 2 == 0 ? bad.Length : Math.Min(bad.Length, 4096);
        for (var turned = Math.Max(1, (long)(reach * 8 * share)); turned > 0; turned--)
            bad[random.Next(reach)] ^= (byte)(1 << random.Next(8));
        return bad;
    }
}
