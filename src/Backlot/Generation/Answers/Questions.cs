using System.Text.Json.Nodes;

namespace Backlot.Generation.Answers;

/// <summary>Something to look at.</summary>
/// <param name="Instruction">What is wanted.</param>
/// <param name="Form">JSON Schema of the answer: each object with all its fields required and no others, so that every provider
/// can hold its model to it.</param>
internal sealed record Looking(string Instruction, IReadOnlyList<LabelledPicture> Pictures, JsonObject Form);

/// <summary>Something to be written.</summary>
/// <inheritdoc cref="Looking"/>
internal sealed record Writing(string Instruction, JsonObject Form)
{
    /// <summary>What a model is taken to use for it: a token for three characters that it reads, and a thousand that it thinks and writes.</summary>
    public Usage Expected => new((Instruction.Length + Form.ToJsonString().Length) / 3, 1000);
}

/// <param name="Label">Said before the picture.</param>
internal sealed record LabelledPicture(string Label, byte[] Jpeg);

/// <summary>Sound to be written down.</summary>
/// <param name="Mp3">A few megabytes at most.</param>
internal sealed record Listening(byte[] Mp3, double DurationSeconds);

/// <summary>What was said in a piece of sound.</summary>
/// <param name="Language">As the provider names it; null when it does not.</param>
internal sealed record Heard(string? Language, IReadOnlyList<HeardSegment> Segments)
{
    /// <summary>In order, inside the piece, and without those that say nothing.</summary>
    public Heard Tidy(double durationSeconds) => new(
        PlainText.Of(Language, 50),
        [.. Segments.Select(s =>
        {
            var start = Math.Clamp(s.StartSeconds, 0, durationSeconds);
            return new HeardSegment(start, Math.Clamp(s.EndSeconds, start, durationSeconds), PlainText.Of(s.Text, 10_000) ?? "", PlainText.Of(s.Speaker, 50));
        }).Where(s => s.Text.Length > 0).OrderBy(s => s.StartSeconds)]);
}

/// <param name="StartSeconds">From the beginning of the piece.</param>
/// <param name="Speaker">As the provider tells them apart, within one piece; null when it does not.</param>
internal sealed record HeardSegment(double StartSeconds, double EndSeconds, string Text, string? Speaker = null);

/// <param name="Value">What the model said.</param>
internal sealed record Answer<T>(T Value, Usage Usage);
