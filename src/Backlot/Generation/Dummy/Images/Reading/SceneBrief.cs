namespace Backlot.Generation.Dummy.Images.Reading;

internal enum Hour { Dawn, Morning, Noon, GoldenHour, Sunset, Dusk, Night }

[Flags]
internal enum Places
{
    None = 0, Mountains = 1, Hills = 2, Lake = 4, Sea = 8, Forest = 16, Desert = 32, City = 64, Village = 128,
    Temple = 256,
    Ruins = 512, Garden = 1024, Meadow = 2048, River = 4096, Room = 8192, Library = 16384, Hall = 32768, Space = 65536,
    Underwater = 131072,

    Water = Lake | Sea | River,
    Inside = Room | Library | Hall,
}

[Flags]
internal enum Air
{
    None = 0, Mist = 1, Rain = 2, Snow = 4, Storm = 8, Clear = 16, Clouds = 32, Aurora = 64, Stars = 128,
    Fireflies = 256, Petals = 512,
}

[Flags]
internal enum Subjects
{
    None = 0, Castle = 1, Pines = 2, Oaks = 4, Cherry = 8, Palms = 16, Pagoda = 32, Lighthouse = 64, Windmill = 128,
    Boat = 256,
    Birds = 512, Deer = 1024, Person = 2048, Lanterns = 4096, Banners = 8192, Gate = 16384, Cat = 32768,
    Flowers = 65536,
    Bridge = 131072, Church = 262144, Planet = 524288, Books = 1048576,
}

[Flags]
internal enum Lamps { None = 0, Sun = 1, Moon = 2, Candles = 4, Windows = 8, Rays = 16, Neon = 32, Fire = 64 }

[Flags]
internal enum Tones { None = 0, Pastel = 1, Muted = 2, Vivid = 4, Dark = 8, Monochrome = 16, Warm = 32, Cool = 64 }

/// <summary>What a prompt's words ask for; whatever it leaves open the dice decide.</summary>
/// <remarks><paramref name="Colours"/>: Colour words in their order of appearance.</remarks>
internal sealed record SceneBrief(
    Hour Hour, Places Places, Air Air, Subjects Subjects, Lamps Lamps, Tones Tones, IReadOnlyList<ColourWord> Colours)
{
    public bool IsNight => Hour == Hour.Night;

    /// <summary>Lamps are lit: from sunset to dawn, and in rooms at any time.</summary>
    public bool IsDark => Hour is Hour.Night or Hour.Dusk or Hour.Sunset or Hour.Dawn;

    public bool Shows(Subjects subject) => (Subjects & subject) != 0;

    public bool Shows(Places place) => (Places & place) != 0;

    public bool Shows(Air air) => (Air & air) != 0;

    public bool Shows(Lamps lamp) => (Lamps & lamp) != 0;

    public bool Shows(Tones tone) => (Tones & tone) != 0;
}
