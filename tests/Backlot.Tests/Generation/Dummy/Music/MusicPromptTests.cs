using Backlot.Generation.Dummy.Music.Prompts;
using Backlot.Generation.Dummy.Music.Theory;
using static Backlot.Generation.Dummy.Music.Prompts.InstrumentKind;

namespace Backlot.Tests.Generation.Dummy.Music;

public sealed class MusicPromptTests
{
    [Fact]
    public void A_typical_prompt_is_understood_whole()
    {
        var prompt = MusicPrompt.Parse("Slow regal court music for candle-lit evenings: 68 bpm, D dorian, " +
            "lute and viol over warm strings, soft frame drum, cathedral reverb");

        Assert.Equal(68, prompt.TempoBpm);
        Assert.Equal((2, Mode.Dorian), (prompt.Root, prompt.Mode));
        Assert.Equal([Lute, Viol, Strings, FrameDrum], prompt.Instruments);
        Assert.Equal(Room.Cathedral, prompt.Room);
        Assert.Contains(Mood.Regal, prompt.Moods);
        Assert.False(prompt.IsSolo);
    }

    [Theory]
    [InlineData("at 72 bpm", 72.0)]
    [InlineData("120BPM", 120.0)]
    [InlineData("Tempo: 90", 90.0)]
    [InlineData("65.5 beats per minute", 65.5)]
    [InlineData("20 bpm", 40.0)]
    [InlineData("999 bpm", 180.0)]
    [InlineData("a slow piece of 1998", null)]
    public void Tempos_are_read_and_held_in_range(string text, double? bpm)
    {
        Assert.Equal(bpm, MusicPrompt.Parse(text).TempoBpm);
    }

    [Theory]
    [InlineData("C major", 0, nameof(Mode.Major))]
    [InlineData("f# MINOR", 6, nameof(Mode.Minor))]
    [InlineData("B flat mixolydian", 10, nameof(Mode.Mixolydian))]
    [InlineData("Bb lydian", 10, nameof(Mode.Lydian))]
    [InlineData("b minor", 11, nameof(Mode.Minor))]
    [InlineData("G-sharp phrygian", 8, nameof(Mode.Phrygian))]
    [InlineData("A harmonic minor", 9, nameof(Mode.HarmonicMinor))]
    [InlineData("D minor pentatonic", 2, nameof(Mode.MinorPentatonic))]
    [InlineData("E pentatonic", 4, nameof(Mode.MajorPentatonic))]
    [InlineData("E aeolian", 4, nameof(Mode.Minor))]
    [InlineData("a sad song in Am", 9, nameof(Mode.Minor))]
    [InlineData("key of Eb", 3, null)]
    [InlineData("something dorian", null, nameof(Mode.Dorian))]
    [InlineData("a walk in a garden", null, null)]
    [InlineData("no key at all", null, null)]
    public void Keys_are_read_in_their_usual_spellings(string text, int? root, string? mode)
    {
        var prompt = MusicPrompt.Parse(text);

        Assert.Equal(root, prompt.Root);
        Assert.Equal(mode, prompt.Mode?.ToString());
    }

    [Theory]
    [InlineData("Electric piano and double bass", new[] { ElectricPiano, DoubleBass })]
    [InlineData("Rhodes with brushes, bass", new[] { ElectricPiano, Brushes, ElectricBass })]
    [InlineData("bass drum only", new[] { Kick })]
    [InlineData("Frame-drum, hand drums, shakers", new[] { FrameDrum, HandDrum, Shaker })]
    [InlineData("music box and bells in the rain", new[] { MusicBox, Bells, Rain })]
    [InlineData("violins, cellos, oboes; celesta", new[] { Violin, Cello, Oboe, Celesta })]
    [InlineData("piano, piano and more piano", new[] { Piano })]
    [InlineData("nothing in particular", new InstrumentKind[0])]
    internal void Instruments_are_found_by_their_longest_names(string text, InstrumentKind[] kinds)
    {
        Assert.Equal(kinds, MusicPrompt.Parse(text).Instruments);
    }

    [Fact]
    public void What_is_not_wanted_is_not_played()
    {
        var prompt = MusicPrompt.Parse("Solo guitar, no drums, without strings, shaker");

        Assert.Equal([Guitar], prompt.Instruments);
        Assert.Contains(FrameDrum, prompt.Unwanted);
        Assert.Contains(Strings, prompt.Unwanted);
        Assert.True(prompt.IsSolo);
    }

    [Theory]
    [InlineData("a dry recording", nameof(Room.Dry))]
    [InlineData("small room", nameof(Room.Chamber))]
    [InlineData("Plate reverb", nameof(Room.Plate))]
    [InlineData("in a great hall", nameof(Room.Hall))]
    [InlineData("bedroom mushrooms", null)]
    public void Rooms_are_found_as_words(string text, string? room)
    {
        Assert.Equal(room, MusicPrompt.Parse(text).Room?.ToString());
    }

    [Theory]
    [InlineData("a slow waltz", "3/4")]
    [InlineData("in 6/8", "6/8")]
    [InlineData("a walk", null)]
    public void Meters_are_read(string text, string? meter)
    {
        Assert.Equal(meter, MusicPrompt.Parse(text).Meter);
    }
}
