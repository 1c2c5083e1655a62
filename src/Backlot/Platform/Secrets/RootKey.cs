using System.Security.Cryptography;
using System.Text;

namespace Backlot.Platform.Secrets;

/// <summary>The secret from which all others of this Backlot are derived, so that no two purposes share a key. It is
/// never written to the database.</summary>
public sealed class RootKey
{
    private const int SizeBytes = 32;
    private readonly byte[] _key;

    private RootKey(byte[] key, string source)
    {
        _key = key;
        Source = source;
    }

    /// <summary>Where it was found, for sentences.</summary>
    public string Source { get; }

    /// <summary>As <see cref="Find"/>, and made in the data folder at the first start. Several servers on one database
    /// need the same key.</summary>
    /// <exception cref="StartFailed">As for <see cref="Find"/>.</exception>
    public static RootKey Load(DataFolder folder)
    {
        if (Find(folder) is { } found)
            return found;
        var key = RandomNumberGenerator.GetBytes(SizeBytes);
        DataFolder.WriteWhole(folder.RootKey, Convert.ToBase64String(key), secret: true);
        return new(key, folder.RootKey);
    }

    /// <summary>Reads the key, base64 of 32 bytes, from the first place that has one: <c>BACKLOT_ROOT_KEY</c>, the file
    /// <c>BACKLOT_ROOT_KEY_FILE</c> names, the systemd credential <c>backlot-root-key</c>, the data folder.</summary>
    /// <param name="folder">Its <c>root-key</c> is the usual place.</param>
    /// <param name="read">The environment; null for the real one.</param>
    /// <returns>Null when there is none anywhere.</returns>
    /// <exception cref="StartFailed">It is not base64 of 32 bytes, its file cannot be read, or others may read it.</exception>
    public static RootKey? Find(DataFolder folder, Func<string, string?>? read = null)
    {
        read ??= Environment.GetEnvironmentVariable;
        if (read("BACKLOT_ROOT_KEY") is { Length: > 0 } given)
            return Parse(given, "BACKLOT_ROOT_KEY");
        if (read("BACKLOT_ROOT_KEY_FILE") is { Length: > 0 } named)
            return FromFile(named);
        // systemd decides who may read a credential, and shows it with a mode of its own.
        if (read("CREDENTIALS_DIRECTORY") is { Length: > 0 } credentials
            && Path.Combine(credentials, "backlot-root-key") is var credential && File.Exists(credential))
            return Parse(Read(credential), credential);
        return File.Exists(folder.RootKey) ? FromFile(folder.RootKey) : null;
    }

    /// <summary>32 bytes for one purpose (HKDF-SHA-256, RFC 5869, with the purpose as info).</summary>
    /// <param name="purpose">Any text; the same gives the same bytes.</param>
    /// <param name="salt">Random bytes that make it another key for the same purpose.</param>
    public byte[] Derive(string purpose, byte[]? salt = null) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, SizeBytes, salt, Encoding.UTF8.GetBytes(purpose));

    private static RootKey FromFile(string path)
    {
        var text = Read(path);
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        return (File.GetUnixFileMode(path) & others) == 0
            ? Parse(text, path)
            : throw new StartFailed($"The root key in {path} is open to other users of this machine: close it with chmod 600 {path}.");
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartFailed($"The root key in {path} cannot be read: put the file back, or let this user read it.", e);
        }
    }

    private static RootKey Parse(string text, string source)
    {
        var key = new byte[SizeBytes + 1];
        return Convert.TryFromBase64String(text, key, out var length) && length == SizeBytes
            ? new(key[..SizeBytes], source)
            : throw new StartFailed($"The root key in {source} is not base64 of 32 bytes: put back the key this Backlot was started with.");
    }
}
