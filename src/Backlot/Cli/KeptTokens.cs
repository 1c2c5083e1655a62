using System.Text.Json;
using Backlot.Platform;

namespace Backlot.Cli;

/// <summary>The tokens by which this user signs in to servers, one for each address, in a file that nobody else may read.</summary>
internal static class KeptTokens
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary><c>backlot/tokens.json</c> in the XDG configuration folder.</summary>
    public static string Path { get; } = System.IO.Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } home
            ? home
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config"), "backlot", "tokens.json");

    /// <returns>Null when none is kept for this server.</returns>
    /// <exception cref="StartFailed">The file cannot be read or is none of ours.</exception>
    public static string? Find(Uri server) => Read().GetValueOrDefault(KeyOf(server));

    public static void Keep(Uri server, string token) => Write(Read(), kept => kept[KeyOf(server)] = token);

    /// <returns>False when there was none.</returns>
    public static bool Forget(Uri server)
    {
        var kept = Read();
        if (!kept.ContainsKey(KeyOf(server)))
            return false;
        Write(kept, tokens => tokens.Remove(KeyOf(server)));
        return true;
    }

    private static string KeyOf(Uri server) => server.GetLeftPart(UriPartial.Authority);

    private static Dictionary<string, string> Read()
    {
        try
        {
            return File.Exists(Path) ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path)) ?? [] : [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StartFailed($"The kept tokens in {Path} cannot be read ({e.Message}): put the file right or delete it, then ./backlot sign-in.", e);
        }
    }

    private static void Write(Dictionary<string, string> kept, Action<Dictionary<string, string>> change)
    {
        change(kept);
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path) ?? "/", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            DataFolder.WriteWhole(Path, JsonSerializer.Serialize(kept, Indented) + "\n", secret: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartFailed($"The token cannot be kept in {Path} ({e.Message}): make the folder writable, or set BACKLOT_TOKEN instead.", e);
        }
    }
}
