using System.Text.Json;
using System.Text.Json.Serialization;

namespace Backlot.Platform;

/// <summary>What users of one subscription tier may use; null is as much as they like.</summary>
/// <param name="JobsAtOnce">Running at a time, 1 or more; further ones wait in the queue.</param>
/// <param name="MediaMinutesPerMonth">Sound and film made for them in a calendar month (UTC).</param>
/// <param name="StorageBytes">All their assets together.</param>
public sealed record TierLimits(int? JobsAtOnce = null, int? MediaMinutesPerMonth = null, long? StorageBytes = null);

/// <summary>The limits of each tier.</summary>
/// <param name="Free">Default: 2 jobs, 600 minutes (two albums of an hour and some more), 20 GiB.</param>
/// <param name="Creator">Default: 4 jobs, 3,000 minutes, 200 GiB.</param>
/// <param name="Pro">Default: 8 jobs, 12,000 minutes, 1 TiB.</param>
/// <param name="Studio">Default: no limits; whoever runs Backlot for themselves has this one.</param>
public sealed record Tiers(TierLimits Free, TierLimits Creator, TierLimits Pro, TierLimits Studio)
{
    public static readonly Tiers Usual = new(new(2, 600, 20L << 30), new(4, 3_000, 200L << 30), new(8, 12_000, 1L << 40), new());

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>By the tier's name in the database.</summary>
    public IReadOnlyDictionary<string, TierLimits> ByName => new Dictionary<string, TierLimits>
    {
        ["free"] = Free, ["creator"] = Creator, ["pro"] = Pro, ["studio"] = Studio,
    };

    /// <summary>Reads a JSON file: <c>{"free": {"jobsAtOnce": 2, "mediaMinutesPerMonth": 600, "storageBytes": 21474836480}}</c>.
    /// A tier that is left out keeps its default; a limit that is left out is none.</summary>
    /// <exception cref="StartFailed">It cannot be read, or holds what is no tier or no limit.</exception>
    public static Tiers Read(string path)
    {
        try
        {
            var given = JsonSerializer.Deserialize<Given>(File.ReadAllText(path), Strict) ?? throw new JsonException("It is null.");
            var tiers = new Tiers(given.Free ?? Usual.Free, given.Creator ?? Usual.Creator, given.Pro ?? Usual.Pro, given.Studio ?? Usual.Studio);
            return tiers.ByName.Values.All(t => t.JobsAtOnce is null or >= 1 && t.MediaMinutesPerMonth is null or >= 0 && t.StorageBytes is null or >= 0)
                ? tiers
                : throw new JsonException("A limit is too small.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StartFailed($"The tiers in {path} cannot be read ({e.Message.TrimEnd('.')}): write them as docs/settings.md shows, or unset BACKLOT_TIERS_FILE.", e);
        }
    }

    private sealed record Given(TierLimits? Free = null, TierLimits? Creator = null, TierLimits? Pro = null, TierLimits? Studio = null);
}
