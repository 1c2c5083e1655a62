using System.Globalization;

namespace Backlot.Rendering;

/// <summary>What the packets of a film tell: where its streams end, where its pictures change.</summary>
internal sealed class FilmPackets
{
    private string lastKeyHash = "";

    /// <summary>In seconds, as <see cref="SoundEnd"/>.</summary>
    public double PicturesEnd { get; private set; }

    public double SoundEnd { get; private set; }

    public int Frames { get; private set; }

    /// <summary>Seconds of all key frames.</summary>
    public List<double> KeyFrames { get; } = [];

    /// <summary>Seconds of the key frames that hold another picture than the key frame before.</summary>
    public List<double> PictureChanges { get; } = [];

    /// <summary>Takes one line of ffprobe's compact form: <c>codec_type=video|pts_time=0.040000|…</c></summary>
    public void Add(string line)
    {
        var fields = line.Split('|').Select(field => field.Split('=', 2)).Where(field => field.Length == 2)
            .ToDictionary(field => field[0], field => field[1]);
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

    private static bool TryNumber(Dictionary<string, string> fields, string name, out double value)
    {
        value = 0;
        return fields.TryGetValue(name, out var text) && double.TryParse(text, CultureInfo.InvariantCulture, out value);
    }
}
