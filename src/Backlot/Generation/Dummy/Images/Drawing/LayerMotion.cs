namespace Backlot.Generation.Dummy.Images.Drawing;

/// <summary>How one layer of a picture moves when the camera and the weather do. Lengths are in picture heights.</summary>
/// <param name="Near">0 as far as the sky, which a passing camera hardly moves, to 1 before the lens.</param>
internal sealed record LayerMotion(float Near)
{
    /// <summary>To the right, in a second.</summary>
    public float DriftPerSecond { get; init; }

    /// <summary>Upwards, in a second.</summary>
    public float RisePerSecond { get; init; }

    /// <summary>Up and down on the water.</summary>
    public float Bob { get; init; }

    /// <summary>How far the wind bends what is a fifth of the picture's height away from <see cref="RootY"/>.</summary>
    public float Sway { get; init; }

    /// <summary>Where what sways is held.</summary>
    public float RootY { get; init; }

    /// <summary>What drifts is a ceiling in perspective: slow at this height, fast at the top of the picture. Null: all of it alike.</summary>
    public float? HorizonY { get; init; }

    /// <summary>How its light changes.</summary>
    public Shimmer Shimmer { get; init; }

    /// <summary>It is light that spreads over everything before it, and must not keep the outlines of what it was painted over.</summary>
    public bool IsSoft { get; init; }

    /// <summary>It is water, painted anew for every moment.</summary>
    public WaterLook? Water { get; init; }

    public static LayerMotion Sky { get; } = new(0f);

    public static LayerMotion Stars { get; } = new(0f) { Shimmer = Shimmer.Stars };

    public static LayerMotion Aurora { get; } = new(0f) { Shimmer = Shimmer.Curtain, Sway = 0.012f };

    public static LayerMotion Birds { get; } = new(0.12f) { DriftPerSecond = 0.014f, RisePerSecond = 0.002f };

    public static LayerMotion Rising { get; } = new(0.4f) { RisePerSecond = 0.006f, DriftPerSecond = 0.002f };

    public static LayerMotion Still(float near) => new(near);

    public static LayerMotion Clouds(float driftPerSecond, float horizonY) =>
        new(0.03f) { DriftPerSecond = driftPerSecond, HorizonY = horizonY, Shimmer = Shimmer.Sky };

    public static LayerMotion Mist(float near, float driftPerSecond) => new(near) { DriftPerSecond = driftPerSecond };

    public static LayerMotion Afloat(float near, float facing) => new(near) { Bob = 0.0025f + 0.003f * near, DriftPerSecond = facing * 0.003f };

    public static LayerMotion Swimming(float near, float facing) => new(near) { Bob = 0.004f, DriftPerSecond = facing * 0.012f };

    /// <summary>Trees and grass held at <paramref name="rootY"/>: below for what grows, 0 for what hangs in from above.</summary>
    public static LayerMotion Growth(float near, float rootY) => new(near) { Sway = 0.0022f, RootY = rootY };

    public static LayerMotion Lamps(float near) => new(near) { Shimmer = Shimmer.Lamp };

    public static LayerMotion Beam(float near) => new(near) { Shimmer = Shimmer.Beam };

    public static LayerMotion OfWater(WaterLook look) => new(WaterLook.FarNear) { Water = look };
}

/// <summary>How the light of a layer changes.</summary>
internal enum Shimmer
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Lit up by lightning.</summary>
    Sky,

    /// <summary>Each place twinkles by itself.</summary>
    Stars,

    /// <summary>Upright stripes come and go.</summary>
    Curtain,

    /// <summary>Flickers as flames do.</summary>
    Lamp,

    /// <summary>Swells and fades, as a turning lamp does.</summary>
    Beam,
}
