namespace Backlot.Channels.Prompts.Families;

internal static class CelticFolk
{
    public static NicheFamily Family { get; } = new()
    {
        SoundWords = ["celtic", "folk*", "irish", "scottish", "welsh", "country", "bluegrass", "druid*"],
        SceneWords = ["ireland", "scotland", "highland*", "campfire*", "farm*", "countryside", "village*", "moor"],
        Sound = new()
        {
            SlowestBpm = 66, FastestBpm = 116,
            Keys = ["D major", "G major", "A mixolydian", "D mixolydian", "E dorian", "A dorian", "E minor", "B minor"],
            Genres = ["celtic airs", "folk tunes", "slow reels", "harp songs", "old ballads", "hearth-side tunes"],
            Uses =
            [
                "a walk over the moor", "the ferry to the islands", "a peat fire", "the day of the fair",
                "a song for the road",
                "sheep on the hill", "a kitchen full of cousins", "the harvest supper", "the old storyteller",
                "a boat coming in",
                "those who went away", "the last log on the fire",
            ],
            Leads = ["harp", "flute", "violin", "recorder", "guitar", "lute", "oboe"],
            Beds = ["low strings", "a viol drone", "soft choir", "warm cello", "double bass"],
            Pulses = ["frame drum", "hand drum", "soft frame drum", "shaker"],
            Textures = ["small bells", "a far choir"],
            Reverbs = ["stone room reverb", "small hall reverb", "open hall reverb"],
            Moods = ["wistful", "lilting", "windswept", "homely", "tender", "misty-eyed"],
            Titles =
            [
                "The Ferryman's Air", "Heather and Salt", "The Shepherd's Reel", "Wool and Whisky",
                "Bonnie and the Fox",
                "The Standing Stone", "Letters from the Isle", "Peat Smoke", "The Widow's Jig", "Over the Moor",
                "Bread and Honey",
                "Nine Green Hills",
            ],
        },
        Scenery = new()
        {
            Places =
            [
                new("sweep of green hills above a grey sea", "on the hills"),
                new("ring of standing stones on a hill", "by the standing stones"),
                new("stone cottage with a glowing window", "at the cottage"),
                new("loch below bare mountains", "by the loch"),
                new("village by a small harbour", "in the village"),
                new("coast with a lonely lighthouse", "at the lighthouse"),
                new("oak forest with a stream", "in the oak wood"),
                new("ruined abbey in a meadow", "at the abbey"),
                new("castle ruins above a loch", "at the ruins"),
                new("pub with low beams and small windows", "in the pub", Setting.Indoors),
                new("cottage kitchen with a deep window", "in the kitchen", Setting.Indoors),
                new("moor with a winding river", "on the moor"),
            ],
            Times = ["dawn", "morning", "noon", "golden hour", "sunset", "dusk", "night"],
            Weathers = ["mist", "clouds", "clear", "rain", "fog", "stars", "fireflies"],
            Palettes =
            [
                "emerald and gold", "teal and amber", "emerald and indigo", "rose and teal", "amber and violet",
                "gold and teal",
            ],
            Subjects =
            [
                "grazing sheep", "a small fishing boat", "a deer on the ridge", "sea birds", "wind-bent trees",
                "a person with a dog",
            ],
            Ornaments =
            [
                "a fiddle and candles", "bread and a candle", "a kettle above the fire",
                "wool blankets and a lantern",
            ],
            Lamps = ["warm window-glow", "lantern light", "firelight"],
            Moods = ["windswept", "ancient", "lingering", "lonely", "peaceful", "storied"],
            Styles = ["painterly", "watercolour landscape", "romantic landscape painting"],
        },
    };
}
