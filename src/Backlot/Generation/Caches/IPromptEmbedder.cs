namespace Backlot.Generation.Caches;

/// <summary>Makes vectors of prompts, so that those which mean nearly the same lie near to each other.</summary>
public interface IPromptEmbedder
{
    /// <summary>How many numbers a vector has, of whichever maker: that of the column they are kept in.</summary>
    const int Dimensions = 1536;

    /// <summary>Kept with each vector, since numbers of different makers mean different things; 1 to 200 characters, for instance
    /// <c>openai text-embedding-3-large</c>.</summary>
    string Name { get; }

    /// <summary>Whether it can be used for this user now: there is a key, say. The built-in one always can.</summary>
    ValueTask<bool> ServesAsync(Guid userId, CancellationToken ct);

    /// <returns>1536 numbers of the length 1.</returns>
    /// <exception cref="Platform.Refusal">It cannot be made; the built-in one is then asked instead.</exception>
    Task<float[]> EmbedAsync(Guid userId, string prompt, CancellationToken ct);
}
