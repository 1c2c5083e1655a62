using Backlot.Generation.Caches.Prompts;
using Backlot.Platform;

namespace Backlot.Generation.Caches;

/// <summary>A vector, and who made it.</summary>
public sealed record PromptVector(float[] Numbers, string EmbeddedBy);

/// <summary>Chooses who makes the vector of a prompt: the first that serves its user, and the built-in one where none does or it fails.
/// It may be another machine: never to be asked in a transaction.</summary>
internal sealed class PromptEmbedders(IEnumerable<IPromptEmbedder> embedders, WordEmbedding words, ILogger<PromptEmbedders> log)
{
    private (Guid User, string Prompt, PromptVector Vector)? _last;

    /// <summary>The last one is remembered: whoever asked a cache in vain keeps what was made then by the same prompt.</summary>
    public async Task<PromptVector> EmbedAsync(Guid userId, string prompt, CancellationToken ct)
    {
        if (_last is var (user, text, vector) && user == userId && text == prompt)
            return vector;
        var made = await MakeAsync(userId, prompt, ct);
        _last = (userId, prompt, made);
        return made;
    }

    private async Task<PromptVector> MakeAsync(Guid userId, string prompt, CancellationToken ct)
    {
        foreach (var embedder in embedders)
            if (await embedder.ServesAsync(userId, ct))
                try
                {
                    return new(Checked(await embedder.EmbedAsync(userId, prompt, ct), embedder), embedder.Name);
                }
                catch (Refusal failed)
                {
                    log.LogWarning("{Embedder} could not make a vector ({Reason}); the built-in one is used.", embedder.Name, failed.Message);
                }
        return new(await words.EmbedAsync(userId, prompt, ct), words.Name);
    }

    private static float[] Checked(float[] vector, IPromptEmbedder embedder) => vector.Length == IPromptEmbedder.Dimensions
        ? vector
        : throw new InvalidOperationException($"{embedder.Name} makes vectors of {vector.Length} numbers, and {IPromptEmbedder.Dimensions} are kept.");
}
