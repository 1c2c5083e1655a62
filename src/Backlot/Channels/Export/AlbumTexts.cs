using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Backlot.Channels.Export;

/// <summary>The texts that go with a film.</summary>
internal static class AlbumTexts
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Ready to be pasted: YouTube makes chapters of lines that begin with a time, when the first is 0:00, there
    /// are three or more, in order, each of at least 10 s.</summary>
    public static string Description(AlbumContents contents)
    {
        var text = new StringBuilder();
        text.Append(contents.Album.Title).Append("\n\n");
        text.Append(CultureInfo.InvariantCulture,
            $"{Minutes(contents)} minutes of music from {contents.Channel.Name}: {string.Join(", ", contents.Album.MoodKeywords.Append(contents.Album.NicheLabel))}.\n\n");
        foreach (var chapter in contents.Timeline.Chapters)
            text.Append(Clock(chapter.StartFrame, contents.Timeline.FrameRate)).Append(' ').Append(chapter.Title).Append('\n');
        text.Append('\n').AppendJoin(' ', contents.Album.MoodKeywords.Append(contents.Album.NicheLabel).Select(Hashtag).Distinct().Append("#music"));
        return text.Append('\n').ToString();
    }

    /// <summary>One line a part: what it is, who made it, what may be done with it.</summary>
    public static string Licences(AlbumContents contents)
    {
        var text = new StringBuilder($"Licences of \"{contents.Album.Title}\"\n\n");
        foreach (var pair in contents.Pairs)
        {
            text.Append(CultureInfo.InvariantCulture, $"Track {pair.Track.OrderIndex:00}  {pair.Chapter.Title} ({Source(pair.Track.Provider, pair.Track.LocalFilePath)}): {AlbumPair.LicenseOf(pair.Sound)}\n");
            if (pair.Track.LicenseDocumentUrl is { } document)
                text.Append("          ").Append(document).Append('\n');
        }
        foreach (var pair in contents.Pairs)
            text.Append(CultureInfo.InvariantCulture, $"Image {pair.Image.OrderIndex:00}  ({Source(pair.Image.Provider, pair.Image.LocalFilePath)}): {AlbumPair.LicenseOf(pair.Picture)}\n");
        return text.ToString();
    }

    public static string Metadata(AlbumContents contents) => JsonSerializer.Serialize(new
    {
        contents.Album.Id,
        contents.Album.Title,
        channel = contents.Channel.Name,
        niche = contents.Album.NicheLabel,
        contents.Album.MoodKeywords,
        contents.Album.Seed,
        contents.RenderedAt,
        video = new
        {
            file = ExportFolder.Video, contents.Film.Sha256, contents.Film.SizeBytes, contents.Film.DurationSeconds,
            contents.Film.Width, contents.Film.Height, contents.Film.FrameRate,
        },
        chapters = contents.Pairs.Select(pair => new
        {
            pair.Chapter.Title,
            startSeconds = (double)pair.Chapter.StartFrame / contents.Timeline.FrameRate,
            endSeconds = (double)pair.Chapter.EndFrame / contents.Timeline.FrameRate,
            track = new { pair.Track.OrderIndex, pair.Track.Provider, pair.Track.PromptText, pair.Sound.Sha256, pair.Sound.DurationSeconds },
            image = new { pair.Image.OrderIndex, pair.Image.Provider, pair.Image.PromptText, pair.Picture.Sha256, pair.Picture.Resolution },
        }),
    }, Indented) + "\n";

    private static int Minutes(AlbumContents contents) => (int)Math.Round(contents.Timeline.DurationSeconds / 60);

    private static string Clock(int frame, int frameRate)
    {
        var time = TimeSpan.FromSeconds(frame / frameRate);
        return time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
    }

    private static string Source(string provider, string? file) => file is null ? provider : "your file " + Path.GetFileName(file);

    private static string Hashtag(string words) =>
        "#" + string.Concat(words.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries).Select(w => new string([.. w.Where(char.IsLetterOrDigit)])));
}
