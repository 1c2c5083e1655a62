using System.Text.Json;

namespace Backlot.Rendering;

/// <summary>Picks out of ffprobe's list of streams what counts, and reads it.</summary>
internal static class VideoStreams
{
    /// <summary>The first stream of moving pictures; covers don't count.</summary>
    public static JsonElement? Pictures(JsonElement root)
    {
        foreach (var stream in root.List("streams"))
            if (stream.Text("codec_type") == "video" && !IsCover(stream))
                return stream;
        return null;
    }

    public static JsonElement? FirstAudio(JsonElement root)
    {
        foreach (var stream in root.List("streams"))
            if (stream.Text("codec_type") == "audio")
                return stream;
        return null;
    }

    /// <summary>What to ask ffprobe for besides its streams, so that <see cref="FirstPicture"/> can be told.</summary>
    public const string PictureEntries = "frame=stream_index,width,height,pix_fmt";

    /// <summary>The first picture that was decoded of a stream; null when none was.</summary>
    public static (int Width, int Height, string? PixelFormat)? FirstPicture(JsonElement root, int index)
    {
        foreach (var frame in root.List("frames"))
            if (frame.Number("stream_index") == index && frame.Number("width") is > 0 and var width && frame.Number("height") is > 0 and var height)
                return (width, height, frame.Text("pix_fmt"));
        return null;
    }

    public static MediaStream StreamOf(JsonElement stream, bool hasRate) => new(
        stream.Text("codec_type") ?? "unknown",
        stream.Text("codec_name") ?? "unknown",
        hasRate && stream.Text("codec_type") == "video" ? stream.Text("avg_frame_rate") : null);

    /// <summary>Clockwise degrees to turn the stored picture by, in quarter turns.</summary>
    public static int RotationOf(JsonElement stream)
    {
        // ffprobe gives the matrix's angle counter-clockwise; the older tag counts the other way.
        var matrix = stream.List("side_data_list").Select(data => data.Number("rotation")).FirstOrDefault(angle => angle is not null);
        var clockwise = matrix is { } angle ? -angle
            : stream.TryGetProperty("tags", out var tags) ? tags.Number("rotate") ?? 0 : 0;
        return (int)Math.Round((clockwise % 360 + 360) % 360 / 90.0) % 4 * 90;
    }

    public static MediaColour ColourOf(JsonElement stream) => new(
        Said(stream, "color_primaries"), Said(stream, "color_transfer"), Said(stream, "color_space"), Said(stream, "color_range"));

    private static string? Said(JsonElement stream, string name) =>
        stream.Text(name) is { } text and not ("unknown" or "reserved" or "unspecified") ? text : null;

    private static bool IsCover(JsonElement stream) =>
        stream.TryGetProperty("disposition", out var disposition) && disposition.Number("attached_pic") == 1;
}
