namespace Backlot.Generation.Dummy.Images.Reading;

/// <summary>The words the composer knows. Phrases are separated by commas; a plural s or es is understood.</summary>
internal static class Vocabulary
{
    public static readonly (string Phrases, Hour Hour)[] Hours =
    [
        ("golden hour, late afternoon, golden light, low sun, evening sun", Hour.GoldenHour),
        ("blue hour, dusk, twilight, gloaming, nightfall, evening, candlelight, candle lit, candlelit, lamplit",
            Hour.Dusk),
        ("midnight, night, nighttime, nocturnal, moonlit, moonlight, full moon, starry, starlit, stars, "
            + "milky way, aurora, northern lights, neon, fireflies", Hour.Night),
        ("sunset, sundown, setting sun", Hour.Sunset),
        ("dawn, daybreak, first light, sunrise", Hour.Dawn),
        ("morning, early light", Hour.Morning),
        ("noon, midday, day, daylight, daytime, afternoon, sunny, bright day", Hour.Noon),
    ];

    public static readonly (string Phrases, Places Place)[] PlaceWords =
    [
        ("mountain, peak, alps, alpine, summit, ridge, highland, fjord, volcano, cliff", Places.Mountains),
        ("hill, hillside, countryside, vineyard, valley, moor, rolling", Places.Hills),
        ("lake, pond, tarn, lagoon, loch, fjord, moat", Places.Lake),
        ("sea, ocean, coast, beach, shore, bay, harbor, harbour, island, wave, seaside, pier", Places.Sea),
        ("forest, wood, woodland, grove, jungle, taiga, glade", Places.Forest),
        ("desert, dune, sahara, oasis, canyon, mesa", Places.Desert),
        ("city, cityscape, skyline, downtown, metropolis, skyscraper, urban, street, rooftop, "
            + "neon, cyberpunk, tokyo, alley", Places.City),
        ("village, hamlet, town, cottage, farmhouse, cabin, chalet, farm, house", Places.Village),
        ("temple, pagoda, shrine, monastery, zen, torii", Places.Temple),
        ("ruin, ruined, column, ancient, aqueduct, amphitheatre, stonehenge", Places.Ruins),
        ("garden, orchard, courtyard, park, hedge, terrace", Places.Garden),
        ("meadow, field, prairie, grassland, steppe, savanna, lavender field, pasture", Places.Meadow),
        ("river, stream, canal, creek, brook, waterfall", Places.River),
        ("cafe, coffee shop, coffeehouse, bedroom, room, window seat, study, interior, desk, tavern, inn, "
            + "kitchen, apartment, loft, tea house, windowsill, by the window, rainy window", Places.Room),
        ("library, bookshelf, bookshop, bookstore, archive, scriptorium", Places.Library),
        ("hall, throne room, throne, ballroom, great hall, cathedral, abbey, chapel, cloister, "
            + "banquet, feast, chamber, crypt, nave", Places.Hall),
        ("space, nebula, galaxy, planet, cosmos, cosmic, orbit, outer space, alien, spaceship", Places.Space),
        ("underwater, coral reef, deep sea, undersea, reef, kelp", Places.Underwater),
    ];

    /// <summary>Words of a whole album's mood: they choose a place only for a prompt that names none.</summary>
    public static readonly (string Phrases, Places Place)[] MoodWords =
    [
        ("royal court, court, royal, king, queen, medieval, regal, knight, bard", Places.Hall),
        ("lofi, lo fi, study beats, chillhop, jazz, coffee", Places.Room),
        ("ambient, meditation, sleep, healing, relaxing", Places.Mountains | Places.Lake),
        ("synthwave, retrowave, vaporwave", Places.City),
    ];

    public static readonly (string Phrases, Air Air)[] AirWords =
    [
        ("mist, misty, fog, foggy, haze, hazy", Air.Mist),
        ("rain, rainy, raining, drizzle, downpour, raindrop", Air.Rain),
        ("snow, snowy, snowing, snowfall, winter, wintry, frost, snowflake, blizzard", Air.Snow),
        ("storm, stormy, thunder, thunderstorm, lightning", Air.Storm), ("clear, cloudless", Air.Clear),
        ("cloud, cloudy, overcast, cloudscape", Air.Clouds), ("aurora, northern lights, polar lights", Air.Aurora),
        ("star, starry, starlit, milky way, constellation", Air.Stars),
        ("firefly, fireflies, ember, spark, dust mote", Air.Fireflies),
        ("petal, blossom, falling leaves", Air.Petals),
    ];

    public static readonly (string Phrases, Subjects Subject)[] SubjectWords =
    [
        ("castle, fortress, palace, citadel, keep, stronghold, chateau", Subjects.Castle),
        ("pine, fir, spruce, conifer, cypress, evergreen, larch", Subjects.Pines),
        ("oak, tree, maple, willow, elm, birch, beech", Subjects.Oaks),
        ("cherry, sakura, cherry blossom, blossom, plum blossom", Subjects.Cherry), ("palm, coconut", Subjects.Palms),
        ("pagoda, temple, monastery", Subjects.Pagoda), ("lighthouse, beacon", Subjects.Lighthouse),
        ("windmill, mill", Subjects.Windmill),
        ("boat, sailboat, ship, sail, canoe, gondola, rowboat", Subjects.Boat),
        ("bird, seagull, gull, raven, crow, swallow, geese, crane, heron, flock", Subjects.Birds),
        ("deer, stag, elk, doe, reindeer", Subjects.Deer),
        ("person, figure, traveler, traveller, wanderer, man, woman, girl, boy, knight, monk, wizard, "
            + "silhouette, hiker, samurai", Subjects.Person),
        ("lantern, paper lantern, sky lantern, lamp", Subjects.Lanterns),
        ("banner, flag, pennant, tapestry, heraldic", Subjects.Banners),
        ("torii, gate, shrine", Subjects.Gate), ("cat, kitten", Subjects.Cat),
        ("flower, wildflower, poppy, poppies, tulip, lavender field, rose garden, bloom, sunflower", Subjects.Flowers),
        ("bridge, viaduct, aqueduct", Subjects.Bridge), ("church, steeple, spire", Subjects.Church),
        ("planet, ringed planet, saturn", Subjects.Planet), ("book, manuscript, scroll", Subjects.Books),
    ];

    public static readonly (string Phrases, Lamps Lamp)[] LampWords =
    [
        ("sun, sunlight, sunset, sunrise, sunny", Lamps.Sun), ("moon, moonlight, moonlit, crescent", Lamps.Moon),
        ("candle, candlelight, candlelit, candle lit, chandelier, torch, torches", Lamps.Candles),
        ("glowing window, window glow, lit window, window light, warm window", Lamps.Windows),
        ("light ray, god ray, sunbeam, sunray, light shaft, beam, rays, volumetric", Lamps.Rays),
        ("neon, cyberpunk, synthwave, vaporwave", Lamps.Neon),
        ("fire, campfire, fireplace, hearth, bonfire", Lamps.Fire),
    ];

    public static readonly (string Phrases, Tones Tone)[] ToneWords =
    [
        ("pastel, soft colours, soft colors, pale", Tones.Pastel),
        ("muted, subdued, desaturated, faded, vintage", Tones.Muted),
        ("vivid, vibrant, saturated, bold, synthwave, neon", Tones.Vivid),
        ("dark, moody, noir, gloomy, black, shadowy", Tones.Dark),
        ("monochrome, monochromatic, black and white, grayscale, greyscale", Tones.Monochrome),
        ("warm, cozy, cosy, autumn, autumnal", Tones.Warm), ("cool, cold, icy, frozen", Tones.Cool),
    ];
}
