namespace Backlot.Library.Predictions.Model;

/// <summary>A symmetric positive definite matrix as the product of a lower triangle and its transpose.</summary>
internal sealed class Cholesky
{
    private readonly double[][] _lower;

    /// <exception cref="ArithmeticException">It is not positive definite.</exception>
    public Cholesky(double[][] matrix)
    {
        var n = matrix.Length;
        _lower = [.. matrix.Select(_ => new double[n])];
        for (var row = 0; row < n; row++)
            for (var column = 0; column <= row; column++)
            {
                var rest = matrix[row][column];
                for (var k = 0; k < column; k++)
                    rest -= _lower[row][k] * _lower[column][k];
                if (row != column)
                    _lower[row][column] = rest / _lower[column][column];
                else if (rest > 0)
                    _lower[row][row] = Math.Sqrt(rest);
                else
                    throw new ArithmeticException("The matrix is not positive definite.");
            }
    }

    /// <summary>What the matrix must be multiplied by to give <paramref name="right"/>.</summary>
    public double[] Solve(double[] right)
    {
        var n = _lower.Length;
        var solution = (double[])right.Clone();
        for (var row = 0; row < n; row++)
        {
            for (var k = 0; k < row; k++)
                solution[row] -= _lower[row][k] * solution[k];
            solution[row] /= _lower[row][row];
        }
        for (var row = n - 1; row >= 0; row--)
        {
            for (var k = row + 1; k < n; k++)
                solution[row] -= _lower[k][row] * solution[k];
            solution[row] /= _lower[row][row];
        }
        return solution;
    }

    public double[][] Inverse() => [.. Enumerable.Range(0, _lower.Length).Select(column =>
    {
        var unit = new double[_lower.Length];
        unit[column] = 1;
        return Solve(unit);
    })];
}
