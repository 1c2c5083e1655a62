using Backlot.Generation.Keys;

namespace Backlot.Generation.Answers;

/// <summary>A provider whose models look at pictures and listen to sound. One call is one request to it: nothing is asked again here.</summary>
internal interface IAnswerer
{
    /// <summary>As users write it, for instance <c>openai</c>.</summary>
    string Provider { get; }

    /// <returns>JSON, as the model wrote it.</returns>
    /// <exception cref="ProviderTrouble">There is no answer, and why.</exception>
    Task<Answer<string>> LookAsync(Looking question, string model, ProviderKey key, CancellationToken ct);

    /// <inheritdoc cref="LookAsync"/>
    /// <returns>What is said.</returns>
    Task<Answer<Heard>> ListenAsync(Listening question, string model, ProviderKey key, CancellationToken ct);
}
