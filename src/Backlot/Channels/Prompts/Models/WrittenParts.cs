using Backlot.Generation.Answers;

namespace Backlot.Channels.Prompts.Models;

/// <summary>What a language model wrote for an album.</summary>
internal sealed record WrittenParts(IReadOnlyList<WrittenPart> Parts)
{
    /// <summary>What every provider of music and pictures here takes.</summary>
    public const int LongestPrompt = 255;

    /// <summary>Fit to be kept.</summary>
    /// <returns>Null when it cannot be used: there are not 20, one is empty or too long, or two are the same.</returns>
    public WrittenParts? Tidy()
    {
        WrittenPart[] parts = [.. Parts.Select(part => new WrittenPart(Text(part.Title, VideoJob.LongestTitle), Text(part.Music), Text(part.Picture)))];
        return parts.Length == VideoJob.PartCount && AreGood(parts.Select(p => p.Title)) && AreGood(parts.Select(p => p.Music)) && AreGood(parts.Select(p => p.Picture))
            ? new(parts)
            : null;
    }

    /// <summary>In the place of what the grammar wrote; lengths and seeds stay.</summary>
    /// <param name="writing">What the owner left open.</param>
    public AlbumPrompts Into(AlbumPrompts prompts, PromptWriting writing) => prompts with
    {
        MusicPrompts = !writing.Music ? prompts.MusicPrompts
            : [.. prompts.MusicPrompts.Zip(Parts, (prompt, part) => prompt with { Title = part.Title, Prompt = part.Music })],
        VisualPrompts = !writing.Visuals ? prompts.VisualPrompts
            : [.. prompts.VisualPrompts.Zip(Parts, (prompt, part) => prompt with { Prompt = part.Picture })],
    };

    /// <summary>Too long a text is cut to nothing, and found wanting.</summary>
    private static string Text(string words, int longest = LongestPrompt) =>
        PlainText.Of(words, longest + 1) is { } text && text.Length <= longest ? text : "";

    private static bool AreGood(IEnumerable<string> texts)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return texts.All(text => text.Length > 0 && seen.Add(text));
    }
}

/// <param name="Title">Of the chapter.</param>
/// <param name="Music">What the track is to sound like.</param>
/// <param name="Picture">What the picture is to show.</param>
internal sealed record WrittenPart(string Title, string Music, string Picture);
