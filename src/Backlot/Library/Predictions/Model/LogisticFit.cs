namespace Backlot.Library.Predictions.Model;

/// <summary>What is believed of a coefficient before any result: a normal distribution.</summary>
internal readonly record struct Belief(double Mean, double Deviation);

/// <summary>A logistic regression under beliefs about its coefficients (L2 regularisation), by Newton's method.</summary>
/// <param name="Coefficients">The most likely ones (the mode of the posterior).</param>
/// <param name="Covariance">Of the posterior, by Laplace's approximation: the inverse of the Hessian at the mode.</param>
internal sealed record LogisticFit(double[] Coefficients, double[][] Covariance)
{
    private const int MostSteps = 100, MostHalvings = 40;
    private const double Settled = 1e-9;

    /// <summary>Finds the mode. The problem is strictly concave, so there is one, also for results that a line parts.</summary>
    /// <param name="rows">What is known of each case; as many numbers as <paramref name="beliefs"/>.</param>
    /// <param name="rates">The share of successes of each case, 0..1.</param>
    /// <param name="weights">How many trials each case counts for; above 0.</param>
    /// <param name="beliefs">Of each coefficient.</param>
    public static LogisticFit Of(IReadOnlyList<double[]> rows, IReadOnlyList<double> rates, IReadOnlyList<double> weights, IReadOnlyList<Belief> beliefs)
    {
        double[] at = [.. beliefs.Select(belief => belief.Mean)];
        var height = Height(at);
        for (var step = 0; step < MostSteps; step++)
        {
            var (slope, curvature) = Shape(at);
            var move = new Cholesky(curvature).Solve(slope);
            (at, var next) = Climb(at, move, height);
            if (next - height <= Settled * (1 + Math.Abs(height)) && move.Max(Math.Abs) <= Math.Sqrt(Settled))
                break;
            height = next;
        }
        return new(at, new Cholesky(Shape(at).Curvature).Inverse());

        (double[] At, double Height) Climb(double[] from, double[] move, double height)
        {
            var share = 1.0;
            for (var halving = 0; halving < MostHalvings; halving++, share /= 2)
            {
                double[] to = [.. from.Zip(move, (a, b) => a + share * b)];
                if (Height(to) is var there && there >= height)
                    return (to, there);
            }
            return (from, height);      // at the top, as far as these numbers can tell
        }

        double Height(double[] at)
        {
            var sum = -beliefs.Zip(at, (belief, value) => Square((value - belief.Mean) / belief.Deviation) / 2).Sum();
            for (var i = 0; i < rows.Count; i++)
                sum += Dot(rows[i], at) is var logOdds ? weights[i] * (rates[i] * logOdds - Odds.SoftPlus(logOdds)) : 0;
            return sum;
        }

        (double[] Slope, double[][] Curvature) Shape(double[] at)
        {
            double[] slope = [.. beliefs.Zip(at, (belief, value) => (belief.Mean - value) / Square(belief.Deviation))];
            double[][] curvature = [.. beliefs.Select((belief, j) => new double[at.Length].With(j, 1 / Square(belief.Deviation)))];
            for (var i = 0; i < rows.Count; i++)
            {
                var (row, chance) = (rows[i], Odds.Chance(Dot(rows[i], at)));
                for (var j = 0; j < at.Length; j++)
                {
                    slope[j] += weights[i] * (rates[i] - chance) * row[j];
                    for (var k = 0; k < at.Length; k++)
                        curvature[j][k] += weights[i] * chance * (1 - chance) * row[j] * row[k];
                }
            }
            return (slope, curvature);
        }
    }

    public double LogOdds(double[] row) => Dot(row, Coefficients);

    /// <summary>How uncertain <see cref="LogOdds"/> is, from the uncertainty of the coefficients.</summary>
    public double Variance(double[] row) => Dot(row, [.. Covariance.Select(line => Dot(line, row))]);

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static double Square(double x) => x * x;
}

file static class Vectors
{
    public static double[] With(this double[] vector, int at, double value)
    {
        vector[at] = value;
        return vector;
    }
}
