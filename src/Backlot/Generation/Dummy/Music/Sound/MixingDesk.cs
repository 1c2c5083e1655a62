using Backlot.Generation.Dummy.Music.Composition;
using Backlot.Generation.Dummy.Music.Instruments;
using Backlot.Generation.Dummy.Music.Prompts;

namespace Backlot.Generation.Dummy.Music.Sound;

/// <summary>The desk a score is played through: its instruments, made once, and where they sit.</summary>
internal sealed class MixingDesk
{
    private readonly Score _score;
    private readonly List<(Part Part, Instrument Instrument, Seat Seat)> _players = [];

    public MixingDesk(Score score)
    {
        _score = score;
        var piece = score.Piece;
        var isLeft = piece.Random("seats").Chance(0.5);
        foreach (var part in score.Parts)
        {
            var random = piece.Random($"make {part.Role} {part.Kind}");
            var instrument = Instrument.Of(part.Kind, part.Notes.Select(n => n.Pitch), piece.Scale.Root + 36, random);
            _players.Add((part, instrument, SeatFor(part.Role, piece, isLeft ? 1 : -1)));
        }
    }

    public Mixer Play(int from) => new(
        _score.Piece.Room,
        [.. _players.Select(p => new Channel(p.Part, p.Instrument, p.Seat, Randomness(p.Part), from))]);

    private MusicRandom Randomness(Part part) => _score.Piece.Random($"play {part.Role} {part.Kind}");

    private static Seat SeatFor(Role role, Piece piece, int side)
    {
        var wet = piece.Room switch
        {
            Room.Dry => 0.10f, Room.Chamber => 0.20f, Room.Plate => 0.22f, Room.Hall => 0.30f, _ => 0.42f,
        };
        var warmth = piece.Traits.WarmthHz;
        return role switch
        {
            Role.Lead => new(0, 0.10 * side, wet, warmth < 4000 ? warmth * 1.3 : null, warmth < 4000),
            Role.Counter => new(-4, -0.35 * side, wet * 1.2f, null, false),
            Role.Comp => new(-4, -0.22 * side, wet * 0.8f, warmth, true),
            Role.Pad => new(-8, 0, wet, warmth, false),
            Role.Bass => new(-3, 0, wet * 0.25f, null, false),
            Role.Sparkle => new(-9, 0.45 * side, wet * 1.6f, null, false),
            Role.Drums => new(-6, 0, wet * 0.5f, piece.Traits.Style == Style.LoFi ? 6500 : null, false),
            _ => new(-9, 0, 0, null, false),
        };
    }
}
