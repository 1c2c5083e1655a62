using System.Globalization;

namespace Backlot.Rendering.Cuts;

/// <summary>Makes the film of a <see cref="TitleCard"/>, in the size and pace of the film that it is for.</summary>
internal sealed class CardFilm(Ffmpeg ffmpeg, RenderCache cache, CutList film)
{
    /// <summary>Changes whenever the same card would look otherwise.</summary>
    private const string Recipe = "card/1";

    /// <summary>Of the encoder's parameter sets. No camera and no other encoder of ours uses it, so that what stands beside the card can be
    /// copied.</summary>
    private const int ParameterNumber = 23;

    private const double FadeSeconds = 0.6;

    // Of Debian's fonts-dejavu-core, fonts-liberation and fonts-freefont-ttf; the first covers Latin, Greek and Cyrillic.
    private static readonly string[] Fonts =
    [
        "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf", "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf",
        "/usr/share/fonts/truetype/freefont/FreeSerif.ttf",
    ];

    /// <returns>Where it lies; it is in the cache.</returns>
    /// <exception cref="MediaRefused">No font is installed.</exception>
    /// <exception cref="FfmpegFailed">It can't be encoded.</exception>
    public async Task<string> MakeAsync(TitleCard card, CancellationToken ct)
    {
        var font = Fonts.FirstOrDefault(File.Exists)
            ?? throw new MediaRefused("has a title card, and no font is installed for it: install the package fonts-dejavu-core");
        var arguments = Arguments(card, font, "");
        var frames = Math.Max(1, (int)Math.Round(card.Seconds * film.FrameRate.Value));
        var file = await cache.GetOrMakeAsync($"{Recipe} {frames} {string.Join(' ', arguments.ToList())}", ".mp4", (temp, making) =>
            ffmpeg.RunAsync(Arguments(card, font, temp), onSeconds: null, (target, feeding) => FeedAsync(target, frames, feeding), making), ct);
        return file.Path;
    }

    private FfmpegArguments Arguments(TitleCard card, string font, string target) => new(
        [
            new(MediaFormat.Frames, Path: null)
            {
                Options = [new("pixel_format", "yuv420p"), new("video_size", $"{film.Width}x{film.Height}"), new("framerate", film.FrameRate.ToString())],
            },
        ], target)
    {
        OutputOptions =
        [
            new("vf", string.Join(',', (string[])[.. Words(card, font), "setsar=1"])),
            new("c:v", "libx264"), new("preset", "veryfast"), new("crf", 16), new("profile:v", "high"),
            new("x264-params", $"sps-id={ParameterNumber}:force-cfr=1"),
            new("color_primaries", "bt709"), new("color_trc", "bt709"), new("colorspace", "bt709"), new("color_range", "tv"),
            new("map_metadata", "-1"), new("flags:v", "+bitexact"), new("fflags", "+bitexact"),
        ],
        Muxer = "mp4",
    };

    /// <summary>One filter for each line: a block of lines would stand flush left.</summary>
    private IEnumerable<string> Words(TitleCard card, string font)
    {
        var (large, small) = (Math.Min(film.Width, film.Height) / 11.0, Math.Min(film.Width, film.Height) / 26.0);
        var (title, subtitle) = (Lines(card.Title, large), card.Subtitle is { } words ? Lines(words, small) : []);
        var height = title.Count * large * 1.25 + (subtitle.Count > 0 ? large * 0.5 + subtitle.Count * small * 1.4 : 0);
        var top = (film.Height - height) / 2;
        foreach (var line in title)
        {
            yield return Line(line, font, large, top, "0xF2EDE4", card.Seconds);
            top += large * 1.25;
        }
        top += large * 0.5;
        foreach (var line in subtitle)
        {
            yield return Line(line, font, small, top, "0xB9B2A6", card.Seconds);
            top += small * 1.4;
        }
    }

    private static string Line(string words, string font, double size, double top, string colour, double seconds)
    {
        var fade = Math.Min(FadeSeconds, seconds / 3);
        return string.Create(CultureInfo.InvariantCulture, $"drawtext=fontfile={font}:expansion=none:text={Escaped(words)}:fontsize={size:0.#}:fontcolor={colour}")
            + string.Create(CultureInfo.InvariantCulture, $":x=(w-text_w)/2:y={top:0.#}+({size:0.#}-ascent)/2:alpha='clip(min(t/{fade:0.###}\\,({seconds:0.###}-t)/{fade:0.###})\\,0\\,1)'");
    }

    /// <summary>As a value of a filter's option: first for the option, then for the graph around it.</summary>
    private static string Escaped(string words)
    {
        var option = words.Replace("\\", "\\\\").Replace("'", "\\'").Replace(":", "\\:");
        return $"'{option.Replace("'", "'\\''")}'";
    }

    /// <summary>Breaks words into lines that fit; half of a size is the width of an ordinary letter.</summary>
    private List<string> Lines(string words, double size)
    {
        var most = Math.Max(8, (int)(film.Width * 0.84 / (size * 0.56)));
        List<string> lines = [];
        foreach (var word in words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SelectMany(word => word.Chunk(most)).Select(letters => new string(letters)))
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= most)
                lines[^1] += $" {word}";
            else
                lines.Add(word);
        return lines;
    }

    /// <summary>The ground: nearly black, a little lighter in the middle.</summary>
    private async Task FeedAsync(Stream target, int frames, CancellationToken ct)
    {
        var ground = new byte[film.Width * film.Height * 3 / 2];
        ground.AsSpan(film.Width * film.Height).Fill(128);
        for (var y = 0; y < film.Height; y++)
        {
            for (var x = 0; x < film.Width; x++)
            {
                var (across, down) = ((x + 0.5) / film.Width * 2 - 1, (y + 0.5) / film.Height * 2 - 1);
                ground[y * film.Width + x] = (byte)(22 + 12 * Math.Max(0, 1 - 0.5 * across * across - 0.5 * down * down));
            }
        }
        for (var frame = 0; frame < frames; frame++)
            await target.WriteAsync(ground, ct);
    }
}
