using Backlot.Generation.Dummy.Music.Prompts;

namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>All notes of one instrument in one role, in order of time once the score is finished.</summary>
internal sealed record Part(Role Role, InstrumentKind Kind, List<ScoreNote> Notes);

/// <summary>A written piece: what each part plays.</summary>
internal sealed class Score(Piece piece)
{
    private readonly List<Part> _parts = [];

    public Piece Piece => piece;

    public IReadOnlyList<Part> Parts => _parts;

    public static Score Write(Piece piece)
    {
        var score = new Score(piece);
        var pads = new PadWriter(score);
        pads.Write();
        new CompWriter(score).Write();
        new BassWriter(score).Write();
        new MelodyWriter(score).Write();
        new SparkleWriter(score).Write();
        new DrumWriter(score).Write();
        TextureWriter.Write(score);
        score._parts.RemoveAll(p => p.Notes.Count == 0);
        foreach (var part in score._parts)
            part.Notes.Sort((a, b) => a.StartFrame.CompareTo(b.StartFrame));
        return score;
    }

    public void Add(Role role, InstrumentKind kind, ScoreNote note)
    {
        var part = _parts.Find(p => p.Role == role && p.Kind == kind);
        if (part is null)
            _parts.Add(part = new Part(role, kind, []));
        part.Notes.Add(note with { Velocity = Math.Clamp(note.Velocity, 0.05f, 1) });
    }

    /// <summary>Adds a note that sounds from one step of a bar to another, played by a person.</summary>
    public void Add(
        Role role, InstrumentKind kind, (int Bar, double Step) start, double lengthSteps, int pitch, double velocity,
        MusicRandom random, double tightness = 1)
    {
        var from = piece.Clock.Played(start.Bar, start.Step, random, tightness);
        var to = piece.Clock.Frame(start.Bar, start.Step + lengthSteps);
        Add(role, kind,
            new ScoreNote(from, Math.Max(to - from, 2048), pitch, (float)(velocity + (random.Bell() * 0.035))));
    }
}
