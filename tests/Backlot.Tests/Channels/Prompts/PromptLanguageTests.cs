using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Backlot.Channels.Prompts;

namespace Backlot.Tests.Channels.Prompts;

/// <summary>What must hold for every album, tried on many niches and seeds.</summary>
public sealed partial class PromptLanguageTests
{
    private const int Seeds = 20;

    private static readonly ConcurrentDictionary<(string Niche, string Moods), AlbumPrompts[]> _albums = new();

    public static TheoryData<string, string> Niches => Briefs.Niches;

    [Theory]
    [MemberData(nameof(Niches))]
    public void Prompts_and_titles_are_distinct(string niche, string moods) => ForEachAlbum(niche, moods, album =>
    {
        Assert.Equal(20, album.MusicPrompts.Select(p => p.Prompt).Distinct().Count());
        Assert.Equal(20, album.VisualPrompts.Select(p => p.Prompt).Distinct().Count());
        Assert.Equal(20, album.MusicPrompts.Select(p => p.Title).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    });

    [Theory]
    [MemberData(nameof(Niches))]
    public void Sentences_read_well(string niche, string moods) => ForEachAlbum(niche, moods, album =>
    {
        Assert.All(album.MusicPrompts.Select(p => p.Prompt).Concat(album.VisualPrompts.Select(p => p.Prompt)), prompt =>
        {
            AssertCleanText(prompt);
            Assert.InRange(prompt.Length, 60, 255);
            Assert.Equal(prompt.Length, prompt.TrimEnd('.', ',', ' ').Length);
            Assert.True(prompt.Split(',').Select(clause => clause.Trim()).All(clause => clause.Length > 0), prompt);
        });
    });

    [Theory]
    [MemberData(nameof(Niches))]
    public void Titles_are_two_to_five_words_in_title_case(string niche, string moods) =>
        ForEachAlbum(niche, moods, album =>
    {
        Assert.All(album.MusicPrompts.Select(p => p.Title), title =>
        {
            AssertCleanText(title);
            Assert.InRange(title.Split(' ').Length, 2, 5);
            Assert.False(char.IsLower(title[0]), title);
            Assert.Equal(title, Wording.TitleCase(title));
        });
    });

    [Theory]
    [MemberData(nameof(Niches))]
    public void Each_track_names_tempo_key_instruments_and_room(string niche, string moods) =>
        ForEachAlbum(niche, moods, album =>
    {
        Assert.All(album.MusicPrompts.Select(p => p.Prompt), prompt =>
        {
            var body = prompt[(prompt.IndexOf(':', StringComparison.Ordinal) + 1)..];
            Assert.InRange(Tempo(prompt), 40, 180);
            Assert.Matches(Vocabulary.Key(), body);
            Assert.True(Vocabulary.Instruments.Count(i => Says(body, i)) >= 2, prompt);
            Assert.True(Vocabulary.Rooms.Any(room => Says(body, room)), prompt);
        });
    });

    [Theory]
    [MemberData(nameof(Niches))]
    public void Each_picture_names_hour_palette_and_light(string niche, string moods) =>
        ForEachAlbum(niche, moods, album =>
    {
        Assert.All(album.VisualPrompts.Select(p => p.Prompt), prompt =>
        {
            Assert.True(Vocabulary.Times.Any(time => Says(prompt, time)), prompt);
            Assert.True(Vocabulary.Lights.Any(light => Says(prompt, light)), prompt);
            Assert.Matches($"({string.Join('|', Vocabulary.Colours)}) palette", prompt);
        });
    });

    [Theory]
    [MemberData(nameof(Niches))]
    public void No_two_neighbours_are_alike(string niche, string moods) => ForEachAlbum(niche, moods, album =>
    {
        foreach (var (one, next) in album.MusicPrompts.Zip(album.MusicPrompts.Skip(1)))
        {
            Assert.NotEqual(Tempo(one.Prompt), Tempo(next.Prompt));
            Assert.NotEqual(Vocabulary.Key().Match(one.Prompt).Value, Vocabulary.Key().Match(next.Prompt).Value);
        }
        foreach (var (one, next) in album.VisualPrompts.Zip(album.VisualPrompts.Skip(1)))
            Assert.NotEqual(one.Prompt.Split(' ')[..4], next.Prompt.Split(' ')[..4]);
    });

    [Theory]
    [MemberData(nameof(Niches))]
    public void The_album_winds_down(string niche, string moods) => ForEachAlbum(niche, moods, album =>
    {
        var tempi = album.MusicPrompts.Select(p => Tempo(p.Prompt)).ToArray();

        Assert.True(tempi[5..11].Average() > tempi[17..].Average() + 4, string.Join(' ', tempi));
        Assert.Equal(Vocabulary.Key().Match(album.MusicPrompts[0].Prompt).Value,
            Vocabulary.Key().Match(album.MusicPrompts[19].Prompt).Value);
    });

    private static void ForEachAlbum(string niche, string moods, Action<AlbumPrompts> check)
    {
        var albums = _albums.GetOrAdd((niche, moods), _ => [.. Enumerable.Range(0, Seeds)
            .Select(seed => BuiltInPromptWriter.Write(Briefs.For(niche, moods, seed)))]);
        Assert.All(albums, check);
    }

    private static void AssertCleanText(string text)
    {
        Assert.DoesNotMatch(DoubledWord(), text);
        Assert.DoesNotMatch(WrongArticle(), Vocabulary.Key().Replace(text, "key"));
        Assert.DoesNotMatch(@"\s\s|\s[,:]|[,:]\S|[{}()""|]|,,|^\s|\s$", text);
    }

    private static int Tempo(string prompt) =>
        int.Parse(Bpm().Match(prompt).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    private static bool Says(string text, string word)
    {
        var words = $" {text.ToLowerInvariant().Replace(',', ' ')} ";
        return words.Contains($" {word} ", StringComparison.Ordinal)
            || words.Contains($" {word}s ", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\b(\p{L}+)[ ,]+\1\b", RegexOptions.IgnoreCase)]
    private static partial Regex DoubledWord();

    [GeneratedRegex(@"\b(a (?=[aeio]|u(?!ni|se))|an (?![aeiou8]|hour|honest|heir|á|é|í|ó|ú))", RegexOptions.IgnoreCase)]
    private static partial Regex WrongArticle();

    [GeneratedRegex(@": (\d+) bpm, ")]
    private static partial Regex Bpm();
}
