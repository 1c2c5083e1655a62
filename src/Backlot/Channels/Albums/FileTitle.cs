using System.Text.RegularExpressions;

namespace Backlot.Channels.Albums;

/// <summary>What a person would call a file: <c>03_the-king_is-dead.ogg</c> is <c>The King Is Dead</c>.</summary>
internal static partial class FileTitle
{
    public static string Of(string path)
    {
        var words = Separators().Replace(Number().Replace(Path.GetFileNameWithoutExtension(path), ""), " ").Trim();
        if (words.Length == 0)
            words = Path.GetFileNameWithoutExtension(path);
        return string.Join(' ', words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }

    [GeneratedRegex(@"^\d{1,3}[\s._-]+", RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex(@"[\s_-]+", RegexOptions.NonBacktracking)]
    private static partial Regex Separators();
}
