using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Backlot.Platform.Secrets;

namespace Backlot.Library;

/// <summary>Addresses of media that work without a token, for players and picture tags: signed, and good for a while.</summary>
public sealed class MediaLinks(RootKey root, TimeProvider time)
{
    /// <summary>Long enough to watch a 90-minute film with pauses; whoever loses the right to see it keeps a link that long.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly byte[] _key = root.Derive("media link v1");

    /// <summary>A path below the server's address.</summary>
    /// <param name="assetId">What to serve.</param>
    /// <param name="variant"><c>original</c> or <c>thumbnail</c>.</param>
    public string Of(Guid assetId, string variant = MediaVariant.Original)
    {
        // To the hour, so that a page that is loaded again finds the pictures in the browser's cache.
        var until = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds() / 3600 * 3600;
        return string.Create(CultureInfo.InvariantCulture, $"/media/{assetId}/{variant}?until={until}&signature={Sign(assetId, variant, until)}");
    }

    /// <summary>Whether this server signed the link and its time has not passed.</summary>
    public bool IsGood(Guid assetId, string variant, long until, string signature) =>
        until >= time.GetUtcNow().ToUnixTimeSeconds()
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(signature), Encoding.ASCII.GetBytes(Sign(assetId, variant, until)));

    private string Sign(Guid assetId, string variant, long until) => Base64Url.EncodeToString(HMACSHA256.HashData(
        _key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{assetId:N}|{variant}|{until}"))));
}

/// <summary>Forms in which media is served.</summary>
public static class MediaVariant
{
    public const string Original = "original", Thumbnail = "thumbnail";
}
