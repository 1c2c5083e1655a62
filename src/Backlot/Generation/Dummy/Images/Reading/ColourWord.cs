namespace Backlot.Generation.Dummy.Images.Reading;

/// <summary>A colour a prompt may name, in OKLCh: hue in degrees, chroma 0 to about 0.2.</summary>
/// <remarks><paramref name="Lift"/>: How much lighter (+) or darker (−) than its place in the picture the colour wants
/// to be, −0.2 to 0.2.</remarks>
internal sealed record ColourWord(string Names, float Hue, float Chroma, float Lift = 0)
{
    /// <summary>1 for orange, −1 for blue: decides which of two words colours the light and which the shade.</summary>
    public float Warmth => MathF.Cos((Hue - 60) * MathF.PI / 180) * MathF.Min(1, Chroma * 12);

    public static readonly ColourWord[] All =
    [
        new("amber honey ochre", 72, 0.15f), new("gold golden", 85, 0.14f, 0.03f),
        new("yellow lemon", 100, 0.15f, 0.05f),
        new("orange tangerine", 57, 0.17f), new("copper bronze rust terracotta", 48, 0.12f, -0.03f),
        new("brown umber coffee chocolate mahogany", 58, 0.07f, -0.08f), new("sepia tan beige sand", 75, 0.06f),
        new("crimson ruby burgundy wine maroon", 18, 0.17f, -0.04f), new("red scarlet vermilion", 28, 0.19f),
        new("coral salmon", 35, 0.13f, 0.04f), new("peach apricot", 60, 0.09f, 0.06f),
        new("rose blush", 5, 0.11f, 0.03f), new("pink", 350, 0.13f, 0.04f), new("magenta fuchsia", 338, 0.18f),
        new("purple plum", 312, 0.15f, -0.03f), new("violet amethyst", 298, 0.15f),
        new("lavender lilac", 300, 0.08f, 0.06f),
        new("indigo", 275, 0.14f, -0.04f), new("navy", 264, 0.09f, -0.08f), new("blue cobalt sapphire", 258, 0.15f),
        new("azure cerulean", 242, 0.12f), new("cyan aqua", 208, 0.11f), new("turquoise", 190, 0.11f),
        new("teal petrol", 195, 0.10f, -0.02f), new("mint", 168, 0.07f, 0.06f), new("jade", 165, 0.09f),
        new("emerald malachite", 158, 0.13f, -0.02f), new("green verdant", 143, 0.14f),
        new("moss fern", 128, 0.09f, -0.04f),
        new("olive", 112, 0.08f, -0.04f), new("sage", 140, 0.04f, 0.03f), new("ivory cream pearl", 88, 0.035f, 0.08f),
        new("silver platinum", 250, 0.012f, 0.04f), new("grey gray slate charcoal", 255, 0.02f, -0.03f),
    ];
}
