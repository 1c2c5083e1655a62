using Backlot.Generation.Dummy.Music.Prompts;
using Backlot.Generation.Dummy.Music.Sound;

namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>Rain and the like: one note as long as the piece. Lo-fi gets its record surface unasked.</summary>
internal static class TextureWriter
{
    public static void Write(Score score)
    {
        var piece = score.Piece;
        IReadOnlyList<InstrumentKind> kinds = piece.Band.Has(Role.Texture) ? piece.Band.Players[Role.Texture]
            : piece.Traits.Style == Style.LoFi && piece.Random("texture").Chance(0.7) ? [InstrumentKind.Vinyl] : [];
        var frames = Audio.Frames(Math.Max(0.5, piece.DurationSeconds - 3.5)) / Lanes.Width * Lanes.Width;
        foreach (var kind in kinds)
            score.Add(Role.Texture, kind, new ScoreNote(0, frames, 0, 0.5f));
    }
}
