using Backlot.Generation.Answers;

namespace Backlot.Library.Analyses;

/// <summary>The result of a transcript.</summary>
/// <param name="Language">As the provider names it, of the first piece that has one; null when it names none.</param>
/// <param name="Text">All segments.</param>
/// <param name="Segments">In order.</param>
internal sealed record Transcript(string? Language, string Text, IReadOnlyList<TranscriptSegment> Segments, string Model)
{
    /// <param name="pieces">With where each begins.</param>
    public static Transcript Of(IReadOnlyList<(double Start, Heard Heard)> pieces, string model)
    {
        TranscriptSegment[] segments = [.. from piece in pieces
            from s in piece.Heard.Segments
            select new TranscriptSegment(Math.Round(piece.Start + s.StartSeconds, 3), Math.Round(piece.Start + s.EndSeconds, 3), s.Text, s.Speaker)];
        return new(pieces.Select(p => p.Heard.Language).FirstOrDefault(l => l is not null), string.Join(' ', segments.Select(s => s.Text)), segments, model);
    }
}

/// <param name="StartTime">Seconds into the asset, as <paramref name="EndTime"/>.</param>
/// <param name="Speaker">As the provider tells them apart; of a long sound anew in every ten minutes.</param>
internal sealed record TranscriptSegment(double StartTime, double EndTime, string Text, string? Speaker);
