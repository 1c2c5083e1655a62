namespace Backlot.Generation.Dummy.Music.Instruments;

internal static class PluckedTimbres
{
    public static readonly PluckedTimbre Lute = new(2.6, 0.42, 0.21, 3400, 0.35);
    public static readonly PluckedTimbre Harp = new(4.2, 0.50, 0.45, 2400, 1.4);
    public static readonly PluckedTimbre Guitar = new(3.2, 0.50, 0.29, 2700, 0.3);
    public static readonly PluckedTimbre Harpsichord = new(2.8, 0.95, 0.12, 6500, 0.12);
}
