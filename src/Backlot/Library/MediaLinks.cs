using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Backlot.Platform.Secrets;

namespace Backlot.Library;

/// <summary>Addresses of media that work without a token, for players and picture tags: signed, and good for a while. An
/// asset belongs to one user and its bytes never change, so its id stands for both in what is signed.</summary>
public sealed class MediaLinks(RootKey root, TimeProvider time)
{
    /// <summary>Long enough to watch a 90-minute film with pauses. A link dies earlier with its asset or when its owner is
    /// disabled; otherwise whoever has it may use it that long.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>How far the clocks of two servers may be apart.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    /// <summary>New links name the newest key. A later one is added beside it, so that links already out go on working.</summary>
    private const string NewestKey = "1";
    private readonly Dictionary<string, byte[]> _keys = new() { ["1"] = root.Derive("media link v1") };

    /// <summary>A path below the server's address: no host is named, so none can be forged into it.</summary>
    /// <param name="assetId">What to serve.</param>
    /// <param name="variant">One of <see cref="MediaVariant"/>.</param>
    public string Of(Guid assetId, string variant = MediaVariant.Original)
    {
        // To the hour, so that a page that is loaded again finds the pictures in the browser's cache.
        var until = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds() / 3600 * 3600;
        var signature = Sign(_keys[NewestKey], assetId, variant, until);
        return string.Create(CultureInfo.InvariantCulture, $"/media/{assetId}/{variant}?until={until}&key={NewestKey}&signature={signature}");
    }

    /// <summary>Whether this Backlot signed the link and its time has not passed.</summary>
    public bool IsGood(Guid assetId, string variant, long until, string key, string signature) =>
        _keys.TryGetValue(key, out var secret)
        && until >= (time.GetUtcNow() - Skew).ToUnixTimeSeconds()
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Sign(secret, assetId, variant, until)));

    /// <summary>Of reading alone: GET and HEAD.</summary>
    private static string Sign(byte[] secret, Guid assetId, string variant, long until) => Base64Url.EncodeToString(HMACSHA256.HashData(
        secret, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"read|{assetId:N}|{variant}|{until}"))));
}

/// <summary>Forms in which media is served.</summary>
public static class MediaVariant
{
    public const string Original = "original", Proxy = "proxy", Thumbnail = "thumbnail", Sprite = "sprite";
}
