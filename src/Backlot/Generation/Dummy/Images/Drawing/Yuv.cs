using System.Numerics;
using Backlot.Generation.Dummy.Images.Finish;

namespace Backlot.Generation.Dummy.Images.Drawing;

/// <summary>Colours as films store them: luma and two colour differences, BT.709, video range (16 to 235, and 16 to 240 about 128).</summary>
internal static class Yuv
{
    /// <summary>Of a colour in linear light.</summary>
    public static Vector3 OfLight(Vector3 light) => OfRgb(Film.Developed(light));

    /// <summary>Of red, green and blue from 0 to 255.</summary>
    public static Vector3 OfRgb(Vector3 rgb)
    {
        var luma = 0.2126f * rgb.X + 0.7152f * rgb.Y + 0.0722f * rgb.Z;
        return new(
            16 + luma * (219f / 255),
            128 + (rgb.Z - luma) * (224f / 255 / 1.8556f),
            128 + (rgb.X - luma) * (224f / 255 / 1.5748f));
    }
}
