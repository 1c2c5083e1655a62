using Backlot.Generation.Dummy.Music.Prompts;
using Backlot.Generation.Dummy.Music.Theory;

namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>Everything decided about a piece before the first note is written.</summary>
internal sealed record Piece(
    StyleTraits Traits, double TempoBpm, Meter Meter, Scale Scale, Colour Colour, Band Band, Room Room, Form Form,
    Clock Clock,
    Harmony Harmony, double DurationSeconds, Func<string, MusicRandom> Random)
{
    /// <summary>Chooses from the prompt first, then from the style, by prompt and seed.</summary>
    public static Piece Plan(string text, long seed, double durationSeconds)
    {
        MusicRandom Random(string purpose) => MusicRandom.For(text, seed, purpose);
        var prompt = MusicPrompt.Parse(text);
        var traits = StyleBook.For(prompt, Random("style"));
        var scale = new Scale(prompt.Root ?? Random("root").Whole(0, 11),
            prompt.Mode ?? ModeFor(prompt, traits, Random("mode")));
        var meter = Meter.Named(prompt.Meter) ?? Random("meter").Pick(traits.Meters);
        var tempo = prompt.TempoBpm ?? TempoFor(prompt, traits, Random("tempo"));
        var colour = Random("colour").Pick(traits.Colours);
        var (bars, played) = Fit(meter, tempo, durationSeconds);
        var form = Form.For(bars, Random("form"));
        return new Piece(
            traits, tempo, meter, scale, colour, Band.For(prompt, traits, Random("band")), prompt.Room ?? traits.Room,
            form,
            new Clock(meter, played, traits.Swing, traits.Loosened, bars),
            Harmony.For(form, scale, colour, traits, Random("harmony")),
            durationSeconds, Random);
    }

    private static Mode ModeFor(MusicPrompt prompt, StyleTraits traits, MusicRandom random)
    {
        bool Has(params Mood[] moods) => moods.Any(prompt.Moods.Contains);
        var modes = traits.Modes;
        if (Has(Mood.Dark, Mood.Melancholic, Mood.Mysterious))
            modes = [.. modes.Where(m => m.IsMinor).DefaultIfEmpty(Mode.Minor)];
        else if (Has(Mood.Bright, Mood.Romantic) || (Has(Mood.Dreamy) && !Has(Mood.Sacred)))
            modes = [.. modes.Where(m => !m.IsMinor).DefaultIfEmpty(Mode.Major)];
        return random.Pick(modes);
    }

    private static double TempoFor(MusicPrompt prompt, StyleTraits traits, MusicRandom random)
    {
        var place = prompt.Pace is { } pace ? Math.Clamp(pace + random.Between(-0.12, 0.12), -0.1, 1.2) : random.Unit();
        return Math.Round(traits.SlowestBpm + (place * (traits.FastestBpm - traits.SlowestBpm)));
    }

    // The last chord needs time to ring. A clip too short for one bar at the tempo is played faster.
    private static (int Bars, double TempoBpm) Fit(Meter meter, double tempo, double durationSeconds)
    {
        var ring = Math.Clamp(durationSeconds * 0.12, 0.7, 5.5);
        var bar = meter.BarSeconds(tempo);
        var bars = (int)Math.Floor((durationSeconds - ring - 0.2) / bar);
        return bars >= 1 ? (bars, tempo) : (1, tempo * bar / (durationSeconds - ring - 0.2));
    }
}
