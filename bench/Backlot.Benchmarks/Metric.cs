namespace Backlot.Benchmarks;

/// <summary>One figure that was measured.</summary>
/// <param name="Bar">What it is held against; null for a figure that only explains another.</param>
internal sealed record Metric(string Name, double Value, string Unit, Bar? Bar = null);

/// <summary>A limit that a figure must keep.</summary>
/// <param name="Limit">Inclusive, in the figure's unit.</param>
/// <param name="IsLeast">The figure must be at least the limit, not at most.</param>
/// <param name="OnlyAtFullSize">Says nothing about a smaller run.</param>
internal sealed record Bar(double Limit, bool IsLeast = false, bool OnlyAtFullSize = false)
{
    /// <summary>How many times better than the bar; below 1 it is missed.</summary>
    public double Margin(double value) => IsLeast ? value / Limit : value == Limit ? 1 : Limit / value;
}
