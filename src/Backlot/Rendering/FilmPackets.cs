using System.Globalization;

namespace Backlot.Rendering;

/// <summary>What a finished film is, by its own packets: where its streams end, where its pictures change; and what its head says.</summary>
internal sealed class FilmPackets
{
    /// <summary>What to ask ffprobe for.</summary>
    public const string Entries =
        "packet=codec_type,pts_time,duration_time,flags,data_hash:stream=codec_type,codec_name,width,height:chapter=start_time:format=duration";

    private string lastKeyHash = "";

    /// <summary>In seconds, as <see cref="SoundEnd"/>.</summary>
    public double PicturesEnd { get; private set; }

    public double SoundEnd { get; private set; }

    public double DurationSeconds => Math.Max(PicturesEnd, SoundEnd);

    public int Frames { get; private set; }

    /// <summary>Seconds of all key frames.</summary>
    public List<double> KeyFrames { get; } = [];

    /// <summary>Seconds of the key frames that hold another picture than the key frame before.</summary>
    public List<double> PictureChanges { get; } = [];

    public List<FilmStream> Streams { get; } = [];

    /// <summary>Where each chapter begins, in seconds.</summary>
    public List<double> Chapters { get; } = [];

    /// <summary>How long the film claims to be; null when it says nothing.</summary>
    public double? DeclaredSeconds { get; private set; }

    /// <summary>Takes one line of ffprobe's compact form: <c>packet|codec_type=video|pts_time=0.040000|…</c></summary>
    public void Add(string line)
    {
        var parts = line.Split('|');
        var fields = parts.Select(field => field.Split('=', 2)).Where(field => field.Length == 2).ToDictionary(field => field[0], field => field[1]);
        switch (parts[0])
        {
            case "packet":
                AddPacket(fields);
                break;
            case "stream":
                Streams.Add(new(fields.GetValueOrDefault("codec_type"), fields.GetValueOrDefault("codec_name"), Whole(fields, "width"), Whole(fields, "height")));
                break;
            case "chapter" when TryNumber(fields, "start_time", out var start):
                Chapters.Add(start);
                break;
            case "format" when TryNumber(fields, "duration", out var duration):
                DeclaredSeconds = duration;
                break;
        }
    }

    private void AddPacket(Dictionary<string, string> fields)
    {
        if (!fields.TryGetValue("codec_type", out var type) || !TryNumber(fields, "pts_time", out var start))
            return;
        var end = start + (TryNumber(fields, "duration_time", out var duration) ? duration : 0);
        if (type == "audio")
            SoundEnd = Math.Max(SoundEnd, end);
        if (type != "video")
            return;
        PicturesEnd = Math.Max(PicturesEnd, end);
        Frames++;
        if (!fields["flags"].StartsWith('K'))
            return;
        KeyFrames.Add(start);
        var hash = fields.GetValueOrDefault("data_hash", "");
        if (hash != lastKeyHash)
            PictureChanges.Add(start);
        lastKeyHash = hash;
    }

    private static int? Whole(Dictionary<string, string> fields, string name) =>
        int.TryParse(fields.GetValueOrDefault(name), CultureInfo.InvariantCulture, out var value) ? value : null;

    private static bool TryNumber(Dictionary<string, string> fields, string name, out double value)
    {
        value = 0;
        return fields.TryGetValue(name, out var text) && double.TryParse(text, CultureInfo.InvariantCulture, out value);
    }
}

/// <summary>As its head says.</summary>
/// <param name="Type">As ffprobe calls it: <c>video</c>, <c>audio</c>, <c>data</c> …</param>
/// <param name="Width">Null of what has no picture, as <paramref name="Height"/>.</param>
internal sealed record FilmStream(string? Type, string? Codec, int? Width, int? Height);
