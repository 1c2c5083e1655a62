using Backlot.Platform;

namespace Backlot.Library.Similarity;

/// <summary>Where pictures and texts are made into vectors of one space: a server that speaks the embeddings API of OpenAI, with a
/// CLIP model behind it, say.</summary>
/// <param name="Url">Without the <c>/embeddings</c> at its end.</param>
/// <param name="Model">As that server calls it; its vectors must have 512 numbers.</param>
internal sealed record EmbedderSettings(string Url, string Model)
{
    /// <summary>Reads <c>http://127.0.0.1:7997#jinaai/clip</c>: the address, and behind # the model.</summary>
    /// <returns>Null for none.</returns>
    /// <exception cref="StartFailed">It is written another way.</exception>
    public static EmbedderSettings? Parse(string? text)
    {
        if (text is not { Length: > 0 })
            return null;
        return text.Split('#', 2) is [{ Length: > 0 } url, { Length: > 0 and <= 150 } model]
            && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                ? new(url.TrimEnd('/'), model)
                : throw new StartFailed($"BACKLOT_EMBEDDER is '{text}': write address#model, as in http://127.0.0.1:7997#clip-vit-b-32, or leave it unset.");
    }
}
