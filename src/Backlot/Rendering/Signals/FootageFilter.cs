namespace Backlot.Rendering.Signals;

/// <summary>Parts of filter chains that bring any video to what an ordinary screen shows.</summary>
internal static class FootageFilter
{
    /// <summary>Brings high dynamic range into the range of BT.709, with a comma at its end; empty for all else.</summary>
    /// <remarks>Light is made linear with 100 cd/m² as white; what lies above is bent into the range by the Möbius curve, which leaves the rest as
    /// it is (the better known Hable curve darkens all). What the file doesn't say is taken
    /// for BT.2020, in which such video comes.</remarks>
    public static string Ordinary(MediaFacts facts) =>
        facts.Colour is { IsHdr: true } colour ? Ordinary(colour, colour.Range == "pc" ? "pc" : "tv") : "";

    /// <summary>As <see cref="Ordinary(MediaFacts)"/>, of raw pictures of the full range that were made from the film: nothing about their
    /// colours comes with them.</summary>
    public static string OrdinaryOfRaw(MediaFacts facts) => facts.Colour is { IsHdr: true } colour
        ? $"setparams=range=pc:color_primaries={Primaries(colour)}:color_trc={colour.Transfer}:colorspace={Space(colour)},{Ordinary(colour, "pc")}"
        : "";

    private static string Ordinary(MediaColour colour, string range) =>
        $"zscale=tin={colour.Transfer}:pin={Primaries(colour)}:min={Space(colour)}:rin={range}"
        + ":t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=mobius:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv420p,";

    private static string Primaries(MediaColour colour) => colour.Primaries ?? "bt2020";

    private static string Space(MediaColour colour) => colour.Space ?? "bt2020nc";

    /// <summary>How a picture is written, the same bytes for the same picture.</summary>
    public static FfmpegOption[] Jpeg =>
        [new("c:v", "mjpeg"), new("q:v", 4), new("huffman", "optimal"), new("fflags", "+bitexact"), new("flags:v", "+bitexact")];

    /// <summary>The video's shape in a square box, in pixels; even, never larger than the video.</summary>
    public static (int Width, int Height) Fitted(MediaFacts facts, int side)
    {
        var (width, height) = (facts.Width ?? side, facts.Height ?? side);
        var factor = Math.Min(1, (double)side / Math.Max(width, height));
        return (Even(width * factor), Even(height * factor));

        static int Even(double length) => Math.Max(2, (int)Math.Round(length / 2) * 2);
    }

    /// <summary>To a size in square pixels; options may be appended.</summary>
    public static string Scale(int width, int height) => $"setsar=1,scale={width}:{height}:flags=bicubic";
}
