namespace Backlot.Library.Similarity;

/// <summary>Vectors of the length 1: only so is their product the cosine of their angle.</summary>
internal static class UnitVector
{
    /// <param name="numbers">Not all 0.</param>
    public static float[] Of(IReadOnlyList<float> numbers)
    {
        var length = Math.Sqrt(numbers.Sum(x => (double)x * x));
        return [.. numbers.Select(x => (float)(x / length))];
    }
}
