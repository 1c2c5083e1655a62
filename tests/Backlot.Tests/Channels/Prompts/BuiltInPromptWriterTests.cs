using System.Text.Json;
using Backlot.Channels.Prompts;

namespace Backlot.Tests.Channels.Prompts;

public sealed class BuiltInPromptWriterTests
{
    private static readonly string[] _ownPrompts =
        [.. Enumerable.Range(1, 20).Select(i => $"my own  prompt, no. {i} ")];

    [Fact]
    public void An_album_has_20_tracks_and_20_pictures_in_order()
    {
        var album = BuiltInPromptWriter.Write(Briefs.RoyalCourt);

        Assert.Equal(Enumerable.Range(1, 20), album.MusicPrompts.Select(p => p.OrderIndex));
        Assert.Equal(Enumerable.Range(1, 20), album.VisualPrompts.Select(p => p.OrderIndex));
    }

    [Fact]
    public void The_same_brief_gives_the_same_album()
    {
        var again = Briefs.RoyalCourt with { MoodKeywords = ["calm", "regal", "candle-lit"] };

        Assert.Equal(Json(Briefs.RoyalCourt), Json(again));
    }

    /// <summary>Albums in people's databases were written by this grammar: a changed draw must be a decision.</summary>
    [Fact]
    public void The_random_numbers_never_change()
    {
        var random = new PromptRandom(Briefs.RoyalCourt, "test");

        long[] drawn = [random.NextSeed(), random.NextSeed(), random.NextSeed()];

        Assert.Equal([3699986422844318, 3209538278718210, 427002827018785], drawn);
    }

    [Fact]
    public void Another_seed_gives_other_titles_and_prompts()
    {
        var orders = Enumerable.Range(0, 50)
            .Select(seed => BuiltInPromptWriter.Write(Briefs.RoyalCourt with { Seed = seed })).ToArray();

        Assert.Equal(50, orders.Select(a => string.Join('|', a.MusicPrompts.Select(p => p.Title))).Distinct().Count());
        Assert.Equal(50, orders.Select(a => a.MusicPrompts[0].Prompt).Distinct().Count());
    }

    [Fact]
    public void Every_seed_survives_json_readers_that_know_only_doubles()
    {
        var album = BuiltInPromptWriter.Write(Briefs.RoyalCourt);
        long[] seeds = [.. album.MusicPrompts.Select(p => p.Seed), .. album.VisualPrompts.Select(p => p.Seed)];

        Assert.Equal(40, seeds.Distinct().Count());
        Assert.All(seeds, seed => Assert.InRange(seed, 0, (1L << 53) - 1));
    }

    [Fact]
    public void The_owners_prompts_are_kept_verbatim_and_the_rest_is_as_without_them()
    {
        var written = BuiltInPromptWriter.Write(Briefs.RoyalCourt);

        var album = BuiltInPromptWriter.Write(Briefs.RoyalCourt with { MusicPrompts = _ownPrompts });

        Assert.Equal(_ownPrompts, album.MusicPrompts.Select(p => p.Prompt));
        Assert.Equal(written.VisualPrompts, album.VisualPrompts);
        Assert.Equal(written.MusicPrompts,
            album.MusicPrompts.Zip(written.MusicPrompts, (own, grammars) => own with { Prompt = grammars.Prompt }));
    }

    [Fact]
    public void The_owners_pictures_are_kept_verbatim()
    {
        var album = BuiltInPromptWriter.Write(Briefs.RoyalCourt with { VisualPrompts = _ownPrompts });

        Assert.Equal(_ownPrompts, album.VisualPrompts.Select(p => p.Prompt));
        Assert.DoesNotContain(album.MusicPrompts, p => _ownPrompts.Contains(p.Prompt));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(19)]
    [InlineData(21)]
    public void A_wrong_count_of_own_prompts_is_refused_by_the_fields_name(int count)
    {
        string[] prompts = [.. Enumerable.Repeat("a prompt", count)];

        var music = Assert.Throws<ArgumentException>(
            () => BuiltInPromptWriter.Write(Briefs.RoyalCourt with { MusicPrompts = prompts }));
        var visual = Assert.Throws<ArgumentException>(
            () => BuiltInPromptWriter.Write(Briefs.RoyalCourt with { VisualPrompts = prompts }));

        Assert.Equal("musicPrompts", music.ParamName);
        Assert.Equal("visualPrompts", visual.ParamName);
        Assert.Contains($"{count} prompts", music.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blank_prompt_of_the_owner_is_refused_with_its_position()
    {
        string[] prompts = [.. _ownPrompts[..3], " ", .. _ownPrompts[4..]];

        var refused = Assert.Throws<ArgumentException>(
            () => BuiltInPromptWriter.Write(Briefs.RoyalCourt with { MusicPrompts = prompts }));

        Assert.Contains("musicPrompts[3]", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blank_niche_is_refused()
    {
        var refused = Assert.Throws<ArgumentException>(
            () => BuiltInPromptWriter.Write(Briefs.RoyalCourt with { Niche = "  " }));

        Assert.Equal("niche", refused.ParamName);
    }

    [Fact]
    public void Json_is_snake_case_and_reads_back_the_same()
    {
        var album = BuiltInPromptWriter.Write(Briefs.RoyalCourt);

        var json = JsonSerializer.Serialize(album);
        var read = JsonSerializer.Deserialize<AlbumPrompts>(json);

        using var document = JsonDocument.Parse(json);
        Assert.Equal(["music_prompts", "note", "visual_prompts", "written_by"], Names(document.RootElement));
        Assert.Equal(["duration_minutes", "duration_seconds", "order_index", "prompt", "seed", "title"],
            Names(document.RootElement.GetProperty("music_prompts")[0]));
        Assert.Equal(["order_index", "prompt", "seed"], Names(document.RootElement.GetProperty("visual_prompts")[0]));
        Assert.Equal(album.MusicPrompts, read?.MusicPrompts);
        Assert.Equal(album.VisualPrompts, read?.VisualPrompts);
    }

    private static string Json(PromptBrief brief) => JsonSerializer.Serialize(BuiltInPromptWriter.Write(brief));

    private static IEnumerable<string> Names(JsonElement element) =>
        element.EnumerateObject().Select(property => property.Name).Order();
}
