using Backlot.Generation.Dummy.Music.Composition;
using Backlot.Generation.Dummy.Music.Prompts;

namespace Backlot.Tests.Generation.Dummy.Music;

public sealed class CompositionTests
{
    private const string Court = "Regal court music, 68 bpm, D dorian, lute and viol over strings";

    [Fact]
    public void A_piece_keeps_to_the_tempo_key_and_instruments_of_its_prompt()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var score = Score.Write(Piece.Plan(Court, seed, 180));

            Assert.Equal(68, score.Piece.TempoBpm);
            Assert.Contains(score.Parts, p => p.Kind == InstrumentKind.Lute);
            Assert.Contains(score.Parts, p => p.Kind == InstrumentKind.Viol && p.Role == Role.Lead);
            Assert.Contains(score.Parts, p => p.Kind == InstrumentKind.Strings && p.Role == Role.Pad);
            Assert.All(Pitched(score), note =>
                Assert.True(score.Piece.Scale.Contains(note.Pitch), $"seed {seed}: {note}"));
        }
    }

    [Fact]
    public void Seeds_of_one_prompt_differ_in_harmony_and_melody()
    {
        var pieces = Enumerable.Range(0, 20).Select(seed => Score.Write(Piece.Plan(Court, seed, 180))).ToList();

        var harmonies = pieces.Select(p =>
            string.Join(' ', p.Piece.Harmony.Bars.Select(c => c.Root))).Distinct().Count();
        var melodies = pieces.Select(p =>
            string.Join(' ', p.Parts.First(x => x.Role == Role.Lead).Notes.Select(n => n.Pitch))).Distinct().Count();
        Assert.True(harmonies >= 18, $"{harmonies} of 20 harmonies differ");
        Assert.Equal(20, melodies);
    }

    [Fact]
    public void The_last_chord_is_the_tonic_and_has_time_to_ring()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var piece = Piece.Plan("anything", seed, 150);

            Assert.Equal(piece.Scale.Root, piece.Harmony.At(piece.Form.Bars).Root);
            Assert.InRange(piece.DurationSeconds - piece.Clock.TotalSeconds, 4, 16);
        }
    }

    [Fact]
    public void A_long_piece_grows_and_thins_out()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var sections = Piece.Plan("folk song, 90 bpm", seed, 180).Form.Sections;

            Assert.Equal('I', sections[0].Letter);
            Assert.Equal('O', sections[^1].Letter);
            Assert.Contains(sections, s => s.Letter == 'A' && s.Return > 0);
            Assert.Contains(sections, s => s.Letter == 'B');
            Assert.True(sections.Max(s => s.Energy) > sections[0].Energy + 0.4);
            Assert.All(sections.Zip(sections.Skip(1)), pair => Assert.Equal(pair.First.EndBar, pair.Second.FirstBar));
        }
    }

    [Fact]
    public void Melodies_sing_within_their_instruments_and_rest_between_phrases()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var lead = Score.Write(Piece.Plan("calm flute melody, 70 bpm, 4/4, G major", seed, 180)).Parts
                .First(p => p.Role == Role.Lead && p.Kind == InstrumentKind.Flute);

            var register = Register.OfMelody(InstrumentKind.Flute);
            Assert.All(lead.Notes, n => Assert.InRange(n.Pitch, register.Lowest - 3, register.Highest + 3));
            Assert.InRange(lead.Notes.Max(n => n.Pitch) - lead.Notes.Min(n => n.Pitch), 5, 24);
            var rests = lead.Notes.Zip(lead.Notes.Skip(1)).Count(p =>
                p.Second.StartFrame - p.First.StartFrame - p.First.Frames > 20_000);
            Assert.True(rests >= 3, $"seed {seed}: {rests} rests");
        }
    }

    [Fact]
    public void Any_length_tempo_and_meter_gives_a_whole_form()
    {
        foreach (var meter in new[] { "3/4", "4/4", "6/8" })
            foreach (var bpm in new[] { 40, 90, 180 })
                foreach (var seconds in new[] { 2.0, 5, 17, 45, 100, 240, 600 })
                {
                    var piece = Piece.Plan($"{bpm} bpm {meter}", 3, seconds);

                    Assert.Equal(piece.Form.Bars, piece.Form.Sections.Sum(s => s.Bars));
                    Assert.Equal(piece.Form.Bars + 1, piece.Harmony.Bars.Count);
                    Assert.True(piece.Clock.TotalSeconds < seconds);
                    Assert.NotEmpty(Score.Write(piece).Parts);
                }
    }

    private static IEnumerable<ScoreNote> Pitched(Score score) =>
        score.Parts.Where(p => p.Role is not (Role.Drums or Role.Texture)).SelectMany(p => p.Notes);
}
