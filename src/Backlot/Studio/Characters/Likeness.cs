namespace Backlot.Studio.Characters;

/// <summary>Arithmetic on vectors of the length 1.</summary>
internal static class Likeness
{
    /// <summary>The direction in the middle of several.</summary>
    /// <returns>Of the length 1; null for none, or when they cancel each other out.</returns>
    public static float[]? Middle(IReadOnlyList<float[]> vectors)
    {
        if (Sum(vectors) is not { } sum || Math.Sqrt(sum.Sum(x => x * x)) is not (> 1e-6 and var length))
            return null;
        return Array.ConvertAll(sum, x => (float)(x / length));
    }

    /// <summary>How alike they are: the mean cosine of all pairs, where opposite directions count as unrelated. By the length of their sum, so
    /// without looking at each pair: |Σv|² holds every pair twice and each vector with itself once.</summary>
    /// <returns>0..1; null for fewer than two.</returns>
    public static double? Among(IReadOnlyList<float[]> vectors)
    {
        if (vectors.Count < 2 || Sum(vectors) is not { } sum)
            return null;
        var (n, whole, own) = (vectors.Count, sum.Sum(x => x * x), vectors.Sum(v => v.Sum(x => (double)x * x)));
        return Math.Clamp((whole - own) / ((double)n * (n - 1)), 0, 1);
    }

    private static double[]? Sum(IReadOnlyList<float[]> vectors)
    {
        if (vectors.Count == 0)
            return null;
        var sum = new double[vectors[0].Length];
        foreach (var vector in vectors)
            for (var i = 0; i < sum.Length; i++)
                sum[i] += vector[i];
        return sum;
    }
}
