using System.Text.Json;

namespace Backlot.Rendering;

/// <summary>Whether the browsers of today (Chromium, Firefox, Safari) all play a video as it is.</summary>
internal static class BrowserVideo
{
    private static readonly string[] WebMPictures = ["vp8", "vp9", "av1"], WebMSound = ["opus", "vorbis"], Mp4Sound = ["aac", "mp3"];

    public static bool Plays(MediaFormat format, JsonElement pictures, string? pixelFormat, string? soundCodec)
    {
        var codec = pictures.Text("codec_name") ?? "";
        var isOrdinary = pixelFormat is "yuv420p" or "yuvj420p" && !VideoStreams.ColourOf(pictures).IsHdr;
        return isOrdinary && (
            (format == MediaFormat.Mp4 && codec == "h264" && (soundCodec is null || Mp4Sound.Contains(soundCodec)))
            || (format == MediaFormat.WebM && WebMPictures.Contains(codec) && (soundCodec is null || WebMSound.Contains(soundCodec))));
    }
}
