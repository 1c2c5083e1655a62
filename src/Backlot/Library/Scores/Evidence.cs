namespace Backlot.Library.Scores;

/// <summary>Something measured that speaks for a score.</summary>
/// <param name="Name">Says what and in which unit: <c>motionOnsetSeconds</c>.</param>
/// <param name="Value">As measured.</param>
/// <param name="Share">0..1: how much of what is wanted that is.</param>
/// <param name="Weight">How much it counts beside the others; they need not sum to 1.</param>
/// <param name="Words">One sentence with the value in it.</param>
public sealed record Evidence(string Name, double Value, double Share, double Weight, string Words)
{
    /// <summary>What it is itself made of; null when it is measured.</summary>
    public IReadOnlyList<Evidence>? From { get; init; }

    /// <param name="none">The value that counts nothing.</param>
    /// <param name="full">The value from which on it counts fully; may lie below <paramref name="none"/>.</param>
    public static Evidence Of(string name, double value, double none, double full, double weight, FormattableString words) => new(
        name, Round(value), Round(Math.Clamp((value - none) / (full - none), 0, 1)), weight, Sentence(words));

    /// <summary>Part of a score that has evidence of its own.</summary>
    public static Evidence Of(string name, double weight, FormattableString words, params IReadOnlyList<Evidence> from) =>
        new(name, MeanOf(from), MeanOf(from), weight, Sentence(words)) { From = from };

    /// <summary>The mean of the shares by their weights: anybody can check it.</summary>
    public static double MeanOf(IReadOnlyList<Evidence> evidence) =>
        evidence.Sum(e => e.Weight) is > 0 and var weights ? Round(evidence.Sum(e => e.Share * e.Weight) / weights) : 0;

    internal static string Sentence(FormattableString words)
    {
        var text = FormattableString.Invariant(words);
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    public static double Round(double value) => Math.Round(value, 4);
}

/// <summary>A number with its reasons.</summary>
/// <param name="Value">0..1: the mean of the evidence's shares by their weights.</param>
/// <param name="Because">What counted most and what least, in words.</param>
public sealed record Score([property: System.Text.Json.Serialization.JsonPropertyName("score")] double Value, string Because, IReadOnlyList<Evidence> Evidence)
{
    public static Score Of(params IReadOnlyList<Evidence> evidence) =>
        new(Scores.Evidence.MeanOf(evidence), Reason(evidence), evidence);

    private static string Reason(IReadOnlyList<Evidence> evidence)
    {
        var most = evidence.MaxBy(e => e.Share * e.Weight);
        var missed = evidence.MaxBy(e => (1 - e.Share) * e.Weight);
        return most is null || missed is null ? "Nothing was measured."
            : most == missed || missed.Share > 0.8 ? most.Words
            : $"For it: {most.Words} Against it: {missed.Words}";
    }
}
