using Backlot.Channels.Prompts;

namespace Backlot.Tests.Channels.Prompts;

internal static class Briefs
{
    public static PromptBrief RoyalCourt { get; } = new(
        "medieval royal court",
        ["calm", "regal", "candle-lit"],
        TargetDurationSeconds: 3600,
        CrossfadeSeconds: 2,
        Seed: 7,
        MusicPrompts: null,
        VisualPrompts: null);

    /// <summary>Every family, mixtures, strangers, and what people type.</summary>
    public static TheoryData<string, string> Niches { get; } = new()
    {
        { "medieval royal court", "calm,regal,candle-lit" },
        { "fantasy tavern", "merry,warm" },
        { "lo-fi cafe", "cosy,rainy" },
        { "Lo-Fi Study Beats", "lo-fi" },
        { "deep sleep ambient", "calm,dark" },
        { "noir jazz bar", "melancholic" },
        { "solo piano for reading", "nostalgia,peace" },
        { "rain in the forest", "gentle" },
        { "synthwave city", "epic,nostalgic" },
        { "epic viking battle", "epic,dark,driving" },
        { "celtic folk", "dreamy" },
        { "japanese zen garden", "zen,still" },
        { "christmas jazz", "festive,bright" },
        { "space ambient", "ambient" },
        { "jazz in space", "starlit" },
        { "ocean waves for sleep", "moonlit" },
        { "dark halloween", "haunting,mysterious" },
        { "egyptian desert", "sunny" },
        { "dark academia library", "rainy,cosy,studious,quiet" },
        { "beekeeping for beginners", "calm,happy" },
        { "Lawn Mower Repair & Restoration Videos", "" },
        { "an hour of honest accounting", "upbeat, focus; joy / hope" },
        { "café de l'été 80s", "chill!,  slightly melancholic ,a mood that is a whole long sentence about rain" },
        { "industrial thermodynamics logs", "slightly melancholic,slightly dreamlikely" },
        { "x", "A" },
        { "for", "!!!,..." },
        { "古风音乐", "宁静" },
    };

    public static PromptBrief For(string niche, string moods, long seed) =>
        RoyalCourt with { Niche = niche, MoodKeywords = moods.Split(','), Seed = seed };
}
