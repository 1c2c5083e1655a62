namespace Backlot.Benchmarks.Search;

/// <summary>Vectors that lie to each other as those of footage do: clips of a film are alike, films differ, and all of it happens in a few
/// dozen directions. Vectors that point anywhere would be equally far from each other, and no search could tell them apart.</summary>
internal sealed class MadeVectors
{
    public const int Dimensions = 512, ClipsOfFilm = 200;
    private const int Directions = 32;
    private const float WithinFilm = 0.5f, Noise = 0.02f;
    private readonly float[][] _directions;
    private readonly Random _random;

    public MadeVectors(int seed)
    {
        _random = new(seed);
        _directions = [.. Enumerable.Range(0, Directions).Select(_ => Draw(Dimensions))];
    }

    public static string Described => $"vectors: films of {ClipsOfFilm} clips in {Directions} random directions of {Dimensions}, clips off their film by {WithinFilm} of what films differ, and noise";

    /// <summary>The vectors of a film's clips, each of the length 1.</summary>
    public IEnumerable<float[]> Film()
    {
        var look = Draw(Directions);
        for (var clip = 0; clip < ClipsOfFilm; clip++)
            yield return Vector([.. look.Zip(Draw(Directions), (film, own) => film + WithinFilm * own)]);
    }

    private float[] Vector(float[] place)
    {
        var vector = Draw(Dimensions);
        for (var i = 0; i < Dimensions; i++)
            vector[i] *= Noise;
        for (var d = 0; d < Directions; d++)
            for (var (i, direction, share) = (0, _directions[d], place[d]); i < Dimensions; i++)
                vector[i] += share * direction[i];
        var length = MathF.Sqrt(vector.Sum(x => x * x));
        for (var i = 0; i < Dimensions; i++)
            vector[i] /= length;
        return vector;
    }

    /// <summary>About normally distributed.</summary>
    private float[] Draw(int count)
    {
        var drawn = new float[count];
        for (var i = 0; i < count; i++)
            drawn[i] = _random.NextSingle() + _random.NextSingle() + _random.NextSingle() - 1.5f;
        return drawn;
    }
}
