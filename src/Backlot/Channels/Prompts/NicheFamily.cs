namespace Backlot.Channels.Prompts;

/// <summary>What the grammar knows about one family of niches: how it sounds and how it looks.</summary>
internal sealed record NicheFamily
{
    /// <summary>Niche words that ask for this sound; a trailing * matches any ending. Lower case, no hyphens.</summary>
    public required string[] SoundWords { get; init; }

    /// <summary>Niche words that ask for these pictures; written as <see cref="SoundWords"/>.</summary>
    public required string[] SceneWords { get; init; }

    public required SoundWorld Sound { get; init; }

    public required Scenery Scenery { get; init; }
}

/// <summary>The music of a family, in words the synthesizers understand.</summary>
internal sealed record SoundWorld
{
    /// <summary>40 to 180.</summary>
    public required int SlowestBpm { get; init; }

    /// <summary>Above <see cref="SlowestBpm"/>, at most 180.</summary>
    public required int FastestBpm { get; init; }

    /// <summary>"D dorian": ordered so that neighbours share most of their notes. At least five.</summary>
    public required string[] Keys { get; init; }

    /// <summary>Nouns that need no article: "court music", "slow dances".</summary>
    public required string[] Genres { get; init; }

    /// <summary>What the music is for, after "for": "a royal banquet".</summary>
    public required string[] Uses { get; init; }

    /// <summary>Instruments that carry the tune. At least four.</summary>
    public required string[] Leads { get; init; }

    /// <summary>What lies under them. At least two.</summary>
    public required string[] Beds { get; init; }

    /// <summary>Percussion; empty where there is none.</summary>
    public string[] Pulses { get; init; } = [];

    /// <summary>Sounds around the music; empty where there are none.</summary>
    public string[] Textures { get; init; } = [];

    public required string[] Reverbs { get; init; }

    /// <summary>Adjectives that go with the owner's own.</summary>
    public required string[] Moods { get; init; }

    /// <summary>Hand-written track titles of two to five words that fit any hour of the day.</summary>
    public required string[] Titles { get; init; }
}

/// <summary>The pictures of a family, in words the synthesizers understand.</summary>
internal sealed record Scenery
{
    /// <summary>At least eight, each with another name.</summary>
    public required Place[] Places { get; init; }

    /// <summary>Names of <see cref="TimeOfDay"/>, in the order in which the album goes through them.</summary>
    public required string[] Times { get; init; }

    /// <summary>Names of <see cref="Weather"/>.</summary>
    public required string[] Weathers { get; init; }

    /// <summary>"amber and indigo".</summary>
    public required string[] Palettes { get; init; }

    /// <summary>What may stand or move in the open: "a lone boat".</summary>
    public required string[] Subjects { get; init; }

    /// <summary>What may lie or hang in a room: "banners and candles".</summary>
    public required string[] Ornaments { get; init; }

    /// <summary>Lights that people made: "candle light".</summary>
    public required string[] Lamps { get; init; }

    public required string[] Moods { get; init; }

    /// <summary>Ways of painting; one is chosen for the whole album.</summary>
    public required string[] Styles { get; init; }

    /// <summary>Added to every picture where the places alone do not show the niche: "beekeeping theme".</summary>
    public string? Theme { get; init; }
}
