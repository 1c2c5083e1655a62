using Backlot.Platform;
using Backlot.Rendering.Signals;

namespace Backlot.Library.Similarity;

/// <summary>Where pictures and texts are made into vectors of one space: a server that speaks the embeddings API of OpenAI, with a
/// CLIP model behind it, say.</summary>
/// <param name="Url">Without the <c>/embeddings</c> at its end.</param>
/// <param name="Model">As that server calls it; its vectors must have 512 numbers.</param>
/// <param name="ApiKey">Sent as a bearer token; null for none.</param>
internal sealed record EmbedderSettings(string Url, string Model, string? ApiKey = null)
{
    private const int LongestModel = 150, LongestKey = 1000;

    /// <summary>Reads <c>http://127.0.0.1:7997#jinaai/clip</c>: the address, and behind # the model.</summary>
    /// <param name="key">What the embedder asks for, if it asks for one.</param>
    /// <returns>Null for none.</returns>
    /// <exception cref="StartFailed">It is written another way.</exception>
    public static EmbedderSettings? Parse(string? text, string? key)
    {
        if (text is not { Length: > 0 })
            return key is null ? null : throw new StartFailed("BACKLOT_EMBEDDER_KEY is set, and BACKLOT_EMBEDDER is not: set both, or the address alone.");
        if (key is not null && (key.Length > LongestKey || !key.All(IsPrinted)))
            throw new StartFailed($"BACKLOT_EMBEDDER_KEY can be no key: write up to {LongestKey} letters, digits and signs, without blanks.");
        if (Uri.TryCreate(text, UriKind.Absolute, out var whole) && whole.UserInfo.Length > 0)
            throw new StartFailed("BACKLOT_EMBEDDER names a user: write the address without one, and the key into BACKLOT_EMBEDDER_KEY.");
        if (text.Split('#', 2) is not [{ Length: > 0 } url, { Length: > 0 and <= LongestModel } model] || !model.All(IsPrinted)
            || !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Query.Length > 0)
            throw new StartFailed($"BACKLOT_EMBEDDER is '{text}': write address#model, as in http://127.0.0.1:7997#clip-vit-b-32, or leave it unset.");
        if (model.StartsWith(Descriptor.Family, StringComparison.Ordinal))
            throw new StartFailed($"BACKLOT_EMBEDDER names the model {model}: that is what our own vectors are called, choose another name.");
        return new(url.TrimEnd('/'), model, key);
    }

    /// <summary>ASCII, no blank.</summary>
    private static bool IsPrinted(char c) => c is > ' ' and <= '~';
}
