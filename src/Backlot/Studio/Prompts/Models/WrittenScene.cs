using Backlot.Generation.Answers;
using Backlot.Studio.Characters;

namespace Backlot.Studio.Prompts.Models;

/// <summary>What a language model wrote around a scene's words.</summary>
/// <param name="Opening">Before them; may be empty.</param>
/// <param name="Closing">Behind them; may be empty.</param>
internal sealed record WrittenScene(string Opening, string Closing)
{
    /// <summary>Fit to be kept.</summary>
    /// <returns>Null when it cannot be used: it says nothing, or more than there is room for.</returns>
    public WrittenScene? Tidy(int mostCharacters)
    {
        var (opening, closing) = (PlainText.Of(Opening, mostCharacters + 1) ?? "", PlainText.Of(Closing, mostCharacters + 1) ?? "");
        return opening.Length + closing.Length is var length && length > 0 && length <= mostCharacters ? new(opening, closing) : null;
    }

    /// <summary>Around the user's words, in which each character is described behind their first mention.</summary>
    /// <param name="writer">Which model.</param>
    public Enhancement Around(SceneToEnhance scene, string writer)
    {
        var words = BuiltInSceneWriter.WordsWithLooks(scene.Prompt, Cast.Of(scene.Prompt, scene.Characters));
        IEnumerable<PromptPart> opening = Opening.Length > 0 ? [new(Opening + " ", PromptAuthor.Model, writer)] : [];
        IEnumerable<PromptPart> closing = Closing.Length > 0 ? [new((IsEnded(scene.Prompt) ? " " : ". ") + Closing, PromptAuthor.Model, writer)] : [];
        return new(writer, [.. opening, .. words, .. closing], BuiltInSceneWriter.Negative(scene));
    }

    private static bool IsEnded(string words) => words.TrimEnd() is [.., '.' or '!' or '?' or '…' or '"' or '”' or ':'];
}
