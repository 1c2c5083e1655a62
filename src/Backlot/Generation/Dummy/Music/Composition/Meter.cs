namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>A bar divided into steps (sixteenths); the tempo counts pulses.</summary>
internal sealed record Meter(string Name, int Steps, int StepsPerPulse)
{
    public static readonly Meter Four = new("4/4", 16, 4);
    public static readonly Meter Three = new("3/4", 12, 4);

    /// <summary>Six quavers in two dotted pulses.</summary>
    public static readonly Meter Six = new("6/8", 12, 6);

    public static Meter? Named(string? name) => name switch { "4/4" => Four, "3/4" => Three, "6/8" => Six, _ => null };

    public double BarSeconds(double tempoBpm) => 60 / tempoBpm * Steps / StepsPerPulse;

    /// <summary>True where a listener feels the beat.</summary>
    public bool IsStrong(int step) => step % StepsPerPulse == 0;
}
