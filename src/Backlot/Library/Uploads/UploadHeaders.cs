using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Backlot.Platform;

namespace Backlot.Library.Uploads;

/// <summary>The headers of tus 1.0 (https://tus.io/protocols/resumable-upload), read and written.</summary>
internal static class UploadHeaders
{
    public const string Version = "1.0.0", ContentType = "application/offset+octet-stream";
    public const string Resumable = "Tus-Resumable", Offset = "Upload-Offset", Length = "Upload-Length", Metadata = "Upload-Metadata",
        Checksum = "Upload-Checksum", Expires = "Upload-Expires";
    public const string Extensions = "creation,creation-with-upload,checksum,expiration,termination";
    public const int LongestMetadata = 4096;

    private static readonly Dictionary<string, HashAlgorithmName> Algorithms = new()
    {
        ["sha1"] = HashAlgorithmName.SHA1, ["sha256"] = HashAlgorithmName.SHA256, ["md5"] = HashAlgorithmName.MD5,
    };

    public static string ChecksumAlgorithms => string.Join(',', Algorithms.Keys);

    /// <param name="mayBeMissing">Whoever only asks need not say which version they speak.</param>
    /// <exception cref="Refusal">412: the client speaks another version, or does not say which.</exception>
    public static void DemandVersion(HttpContext http, bool mayBeMissing = false)
    {
        http.Response.OnStarting(() =>
        {
            http.Response.Headers[Resumable] = Version;
            if (http.Response.StatusCode == StatusCodes.Status412PreconditionFailed)
                http.Response.Headers["Tus-Version"] = Version;
            return Task.CompletedTask;
        });
        if (http.Request.Headers[Resumable] is var spoken && spoken != Version && !(mayBeMissing && spoken.Count == 0))
            throw new Refusal(412, "upload.version", $"Send {Resumable}: {Version}; uploads are spoken to in this version of tus.");
    }

    /// <summary>A whole number of bytes.</summary>
    /// <exception cref="Refusal">400: it is missing, or none.</exception>
    public static long Number(HttpRequest request, string header) =>
        long.TryParse(request.Headers[header], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? bytes
            : throw new Refusal(400, "upload.header", $"{header} is missing or no number of bytes: send it as digits.");

    /// <summary>What the client calls the file: <c>filename</c> or <c>name</c> of the metadata.</summary>
    /// <exception cref="Refusal">400: the metadata cannot be read.</exception>
    public static string FilenameOf(string metadata)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in metadata.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (pair.Split(' ') is not [{ Length: > 0 } key, .. var rest] || rest.Length > 1 || !pairs.TryAdd(key, rest.Length == 0 ? "" : Text(rest[0])))
                throw BadMetadata();
        var name = pairs.GetValueOrDefault("filename") ?? pairs.GetValueOrDefault("name") ?? "";
        // A name, never a place; browsers on other systems part folders by backslashes.
        name = new string([.. name.Split('/', '\\')[^1].Where(c => !char.IsControl(c))]).Trim();
        return name.Length == 0 ? "upload" : AssetFacts.Shortened(name);
    }

    /// <returns>Null when the client sends none.</returns>
    /// <exception cref="Refusal">400: it cannot be read, or is of an algorithm that is not known.</exception>
    public static ExpectedChecksum? ChecksumOf(HttpRequest request)
    {
        if (request.Headers[Checksum] is not [{ } text])
            return null;
        var value = new byte[64];
        return text.Split(' ') is [var name, var base64] && Algorithms.TryGetValue(name, out var algorithm)
            && Convert.TryFromBase64String(base64, value, out var length)
            ? new(algorithm, value[..length])
            : throw new Refusal(400, "upload.checksum-unreadable", $"{Checksum} must be an algorithm of {ChecksumAlgorithms}, a space, and the checksum in base64.");
    }

    private static string Text(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : throw BadMetadata();
    }

    private static Refusal BadMetadata() =>
        new(400, "upload.metadata", $"{Metadata} cannot be read: send pairs of a key and a value in base64, with a space between and commas after each.");
}

/// <summary>What a part of an upload must hash to.</summary>
internal sealed record ExpectedChecksum(HashAlgorithmName Algorithm, byte[] Value);
