using static Backlot.Generation.Dummy.Music.Prompts.InstrumentKind;

namespace Backlot.Generation.Dummy.Music.Prompts;

/// <summary>The vocabulary: phrases of one to three lower-case words, singular, without hyphens.</summary>
internal static class PromptWords
{
    public static readonly IReadOnlyDictionary<string, InstrumentKind> Instruments = Table<InstrumentKind>(
    [
        (Lute, "lute, oud, theorbo, sitar, saz, mandolin, bouzouki, vihuela, shamisen"),
        (Harp, "harp, lyre, zither, koto, psaltery, dulcimer, guzheng, kora"),
        (Guitar, "guitar, acoustic guitar, nylon guitar, classical guitar, ukulele, banjo"),
        (Harpsichord, "harpsichord, spinet, virginal, clavichord"),
        (Piano, "piano, felt piano, grand piano, upright piano, pianoforte"),
        (ElectricPiano, "electric piano, rhodes, e piano, epiano, wurlitzer, wurli, keys"),
        (Celesta, "celesta, celeste, glockenspiel"),
        (MusicBox, "music box, musicbox, toy piano"),
        (Bells, "bell, chime, tubular bell, handbell, singing bowl, gong, wind chime"),
        (Vibraphone, "vibraphone, vibe"),
        (Kalimba, "kalimba, mbira, thumb piano, handpan, hang drum, steel tongue drum, tongue drum"),
        (Marimba, "marimba, xylophone, balafon"),
        (Flute, "flute, shakuhachi, ney, pan flute, panpipe, bansuri, piccolo, woodwind"),
        (Recorder, "recorder, tin whistle, whistle, pipe, ocarina"),
        (Oboe, "oboe, english horn, cor anglais, duduk, shawm, crumhorn, bassoon"),
        (Clarinet, "clarinet, bass clarinet, sax, saxophone"),
        (Horn, "horn, french horn, trumpet, brass, trombone, fanfare, cornett, sackbut"),
        (Violin, "violin, fiddle, erhu"),
        (Viol, "viol, viola, viola da gamba, gamba, hurdy gurdy, nyckelharpa, rebec, vielle"),
        (Cello, "cello, violoncello"),
        (Strings, "string, warm string, string section, string quartet, string ensemble, orchestra, orchestral, " +
            "mellotron"),
        (Choir, "choir, chorus, voice, vocal, chant, choral"),
        (Organ, "organ, harmonium, accordion, pipe organ, portative organ, concertina, drone"),
        (Pad, "pad, synth, synthesizer, synth pad, warm pad, analog pad, soundscape"),
        (DoubleBass, "double bass, upright bass, contrabass, acoustic bass, violone"),
        (ElectricBass, "bass, bass guitar, bassline, sub bass, bass line, electric bass, fretless bass"),
        (FrameDrum, "frame drum, bodhran, daf, tambour, tabor, taiko, timpani, timpanus"),
        (HandDrum, "hand drum, hand percussion, bongo, conga, tabla, darbuka, djembe, cajon, udu, percussion"),
        (Brushes, "brush, brushe, brushed drum, brushed snare, brush kit"),
        (Shaker, "shaker, tambourine, maraca, egg shaker, sleigh bell, finger cymbal"),
        (SoftDrums, "drum, soft drum, drum kit, beat, lo fi beat, boom bap, snare, hi hat, drum machine"),
        (Kick, "kick, kick drum, bass drum, heartbeat"),
        (Rain, "rain, rainfall, raindrop, drizzle, storm, river, fireplace, waterfall"),
        (Vinyl, "vinyl, vinyl crackle, vinyl noise, crackle, tape hiss, tape, dust"),
        (Wind, "wind, breeze, ocean, sea, wave, surf"),
    ]);

    public static readonly IReadOnlyDictionary<string, Mood> Moods = Table<Mood>(
    [
        (Mood.Calm, "calm, peaceful, quiet, soft, gentle, serene, tranquil, relaxing, relaxed, soothing, still, " +
            "meditation, study, focus, slow"),
        (Mood.Dark, "dark, sinister, gloomy, haunted, haunting, gothic, ominous, shadow, shadowy, crypt, dungeon, " +
            "vampire, grim, villain, ghost, midnight, halloween"),
        (Mood.Regal, "regal, royal, court, courtly, noble, majestic, palace, king, queen, throne, baroque, " +
            "renaissance, medieval, stately, castle, banquet, minstrel, prince, princess, crown"),
        (Mood.Bright, "bright, happy, joyful, cheerful, playful, sunny, uplifting, morning, spring, merry, " +
            "festive, hopeful, dance"),
        (Mood.Melancholic, "melancholic, melancholy, sad, wistful, longing, lonely, nostalgic, autumn, " +
            "bittersweet, lament, elegy, sorrow, grief"),
        (Mood.Dreamy, "dreamy, dream, ethereal, floating, fairy, magic, magical, enchanted, moonlit, moonlight, " +
            "celestial, starlight, starry, lullaby, lullabies, whimsical, snowfall, winter, yuletide, carol, " +
                "christmas"),
        (Mood.Cosy, "cosy, cozy, warm, hearth, tavern, cottage, cafe, coffee, home, homely, inn, bookshop, candle, " +
            "candlelit, fireside"),
        (Mood.Epic, "epic, heroic, cinematic, grand, soaring, triumphant, battle, adventure, sweeping, powerful, " +
            "solemn"),
        (Mood.LoFi, "lo fi, lofi, chillhop, chill, hip hop, beats, mellow"),
        (Mood.Ambient, "ambient, atmospheric, spacious, space, cosmic, orbital, meditative, sleep, drift, " +
            "drifting, soundscape, weightless"),
        (Mood.Sacred, "sacred, monastery, monk, gregorian, chapel, abbey, hymn, holy, spiritual, liturgical"),
        (Mood.Folk, "folk, celtic, acoustic, pastoral, village, forest, meadow, rustic, nordic, bard, country, " +
            "shire, reel, jig, woodland, island, seaside, coastal, harbour"),
        (Mood.Romantic, "romantic, love, tender, intimate, waltz, waltzes, ballroom, elegant, nocturne, classical, " +
            "candle lit, romance, salon"),
        (Mood.Mysterious, "mysterious, mystery, mystic, mystical, arcane, eerie, ancient, desert, oasis, caravan, " +
            "dune, temple, zen, oriental, secret, suspense"),
        (Mood.Sleepy, "sleep, sleepy, bedtime, lullaby, night, drowsy"),
        (Mood.Jazzy, "jazz, jazzy, bossa, smoky, swing, lounge, blues, noir"),
        (Mood.Electronic, "electronic, electronica, synthwave, retro, outrun, neon, cyberpunk, analogue, analog, " +
            "techno, arcade"),
    ]);

    /// <summary>Tempo words and where in a style's range they lie: 0 its slowest, 1 its fastest.</summary>
    public static readonly IReadOnlyDictionary<string, double> Paces = Table<double>(
    [
        (0.0, "very slow, largo, glacial, lento, grave"),
        (0.15, "slow, adagio, unhurried, languid, sleepy"),
        (0.5, "moderate, andante, walking, mid tempo"),
        (0.8, "lively, upbeat, moderato, driving, allegretto"),
        (1.0, "fast, allegro, quick, energetic, brisk"),
    ]);

    private static Dictionary<string, T> Table<T>((T Meaning, string Words)[] rows)
    {
        var table = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (meaning, words) in rows)
            foreach (var word in words.Split(", "))
                table.TryAdd(word, meaning);
        return table;
    }
}
