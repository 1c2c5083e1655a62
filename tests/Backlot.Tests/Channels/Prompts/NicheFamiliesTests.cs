using Backlot.Channels.Prompts;

namespace Backlot.Tests.Channels.Prompts;

public sealed class NicheFamiliesTests
{
    public static TheoryData<int> Families { get; } = [.. Enumerable.Range(0, NicheFamilies.All.Count)];

    [Theory]
    [InlineData("medieval royal court", "lute", "castle")]
    [InlineData("fantasy tavern", "lute", "tavern")]
    [InlineData("lo-fi cafe", "rhodes", "cafe")]
    [InlineData("sleep ambient", "synth pads", "lake")]
    [InlineData("noir jazz", "double bass", "city")]
    [InlineData("classical piano", "piano", "concert hall")]
    [InlineData("rainy forest", "guitar", "forest")]
    [InlineData("synthwave city", "synth pads", "neon")]
    [InlineData("epic cinematic", "strings", "mountain")]
    [InlineData("celtic folk", "harp", "hills")]
    [InlineData("japanese zen", "flute", "pagoda")]
    [InlineData("christmas", "celesta", "snow")]
    [InlineData("space exploration", "synth pads", "nebula")]
    [InlineData("tropical beach", "marimba", "beach")]
    [InlineData("halloween", "organ", "graveyard")]
    [InlineData("arabian desert", "lute", "dunes")]
    [InlineData("jazz in space", "double bass", "nebula")]
    [InlineData("lo-fi japan", "rhodes", "pagoda")]
    [InlineData("ocean sleep", "synth pads", "lighthouse")]
    [InlineData("Café Lo-Fi", "rhodes", "cafe")]
    [InlineData("beekeeping for beginners", "beekeeping", "beekeeping theme")]
    [InlineData("Lawn Mower Repair & Restoration Videos", "lawn mower repair:", "lawn mower repair theme")]
    public void A_niche_gets_its_own_instruments_and_places(string niche, string heard, string seen)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var album = BuiltInPromptWriter.Write(Briefs.For(niche, "", seed));

            Assert.Contains(album.MusicPrompts, p => p.Prompt.Contains(heard, StringComparison.Ordinal));
            Assert.Contains(album.VisualPrompts, p => p.Prompt.Contains(seen, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("calm")]
    [InlineData("regal")]
    [InlineData("nostalgic")]
    public void Most_prompts_carry_a_mood_of_the_owner(string mood)
    {
        var album = BuiltInPromptWriter.Write(Briefs.For("medieval royal court", mood, 3));

        Assert.InRange(album.MusicPrompts.Count(p => Has(p.Prompt)), 10, 20);
        Assert.InRange(album.VisualPrompts.Count(p => Has(p.Prompt)), 10, 20);

        bool Has(string prompt) => prompt.Contains(mood, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_mood_of_the_owner_is_used()
    {
        string[] moods = ["calm", "golden-hearted", "airy", "candle-lit", "wistful"];
        var album = BuiltInPromptWriter.Write(Briefs.For("royal court", string.Join(',', moods), 3));

        Assert.All(moods, mood => Assert.Contains(
            album.MusicPrompts, p => p.Prompt.Contains(mood, StringComparison.OrdinalIgnoreCase)));
        Assert.All(moods, mood => Assert.Contains(
            album.VisualPrompts, p => p.Prompt.Contains(mood, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Calm_is_slower_than_lively_and_dark_is_minor()
    {
        var calm = MusicArc.Draw(RoyalCourt.Sound, new(["calm"]), 20, new(Briefs.RoyalCourt, "arc"));
        var lively = MusicArc.Draw(RoyalCourt.Sound, new(["energetic"]), 20, new(Briefs.RoyalCourt, "arc"));
        var dark = MusicArc.Draw(RoyalCourt.Sound, new(["dark"]), 20, new(Briefs.RoyalCourt, "arc"));

        Assert.True(calm.Average(step => step.TempoBpm) + 8 < lively.Average(step => step.TempoBpm));
        Assert.DoesNotContain(dark, step => step.Key.EndsWith("major", StringComparison.Ordinal));
    }

    [Fact]
    public void A_rainy_album_rains_and_has_no_rainy_clear_sky()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var album = BuiltInPromptWriter.Write(Briefs.For("lo-fi cafe", "rainy", seed));

            Assert.True(album.VisualPrompts.Count(p => Says(p, "rain")) >= 6);
            Assert.DoesNotContain(album.VisualPrompts, p => Says(p, "rainy") && Says(p, "clear"));
        }

        static bool Says(VisualPrompt picture, string word) =>
            picture.Prompt.Contains(word, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("tokyo night drive", "sunset dusk twilight night midnight")]
    [InlineData("ocean waves for sleep", "sunset dusk twilight night midnight")]
    [InlineData("sunny beach", "dawn morning noon golden")]
    public void The_hours_are_those_the_owner_names(string niche, string hours)
    {
        var album = BuiltInPromptWriter.Write(Briefs.For(niche, "", 1));

        Assert.All(album.VisualPrompts, p => Assert.Contains(
            hours.Split(' '), hour => p.Prompt.Contains($"at {hour}", StringComparison.Ordinal)
                || p.Prompt.Contains($"in the {hour}", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_family_uses_words_the_synthesizers_understand(int index)
    {
        var (sound, scenery) = (NicheFamilies.All[index].Sound, NicheFamilies.All[index].Scenery);

        Assert.InRange(sound.SlowestBpm, 40, sound.FastestBpm - 15);
        Assert.InRange(sound.FastestBpm, sound.SlowestBpm, 180);
        Assert.All(sound.Keys, key => Assert.Matches(Vocabulary.Key(), key));
        Assert.All(sound.Leads.Concat(sound.Beds), words => AssertKnown(Vocabulary.Instruments, words));
        Assert.All(sound.Pulses, words => AssertKnown(Vocabulary.Percussion, words));
        Assert.All(sound.Textures, words => AssertKnown(Vocabulary.Textures, words));
        Assert.All(sound.Reverbs, words => AssertKnown(Vocabulary.Rooms, words));
        Assert.All(scenery.Times, time => Assert.Equal(time, TimeOfDay.Named(time).Name));
        Assert.All(scenery.Weathers, weather => Assert.Equal(weather, Weather.Named(weather).Name));
        Assert.All(scenery.Places, place => AssertKnown(Vocabulary.Places, place.Phrase));
        Assert.All(scenery.Palettes, words => AssertKnown(Vocabulary.Colours, words));
        Assert.All(scenery.Lamps, words => AssertKnown(Vocabulary.Lights, words));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_family_has_enough_to_choose_from(int index)
    {
        var (sound, scenery) = (NicheFamilies.All[index].Sound, NicheFamilies.All[index].Scenery);

        Assert.True(sound.Keys.Length >= 5 && sound.Leads.Length >= 4 && sound.Beds.Length >= 2);
        Assert.True(sound.Uses.Length >= 10 && sound.Genres.Length >= 4 && sound.Moods.Length >= 4);
        Assert.True(scenery.Places.Length >= 8 && scenery.Palettes.Length >= 4 && scenery.Moods.Length >= 4);
        Assert.Distinct(scenery.Places.Select(place => place.Name));
        Assert.All(scenery.Places, place => Assert.Contains(" the ", place.At, StringComparison.Ordinal));
        Assert.All(sound.Titles, title => Assert.InRange(title.Split(' ').Length, 2, 5));
    }

    private static NicheFamily RoyalCourt => NicheFamilies.All[0];

    private static void AssertKnown(string[] vocabulary, string words) =>
        Assert.True(vocabulary.Any(known => words.Contains(known, StringComparison.Ordinal)), words);
}
