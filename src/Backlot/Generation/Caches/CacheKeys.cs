using Backlot.Generation.Caches.Prompts;
using Backlot.Platform.Database;

namespace Backlot.Generation.Caches;

/// <summary>By what entries are told apart.</summary>
/// <param name="Exact">Of owner, kind, model, parameters and normalised prompt.</param>
/// <param name="Parameters">Of kind, model and parameters: prompts are compared only where these are the same.</param>
internal readonly record struct CacheKeys(Guid Exact, Guid Parameters)
{
    /// <summary>Raised when normalising changes, so that old entries are not found by new rules.</summary>
    private const string Version = "1";

    public static CacheKeys Of(Guid userId, CacheQuestion question)
    {
        var parameters = PromptText.Key(Version, TextEnum.Name(question.Kind), question.Model, PromptText.Canonical(question.Parameters));
        return new(PromptText.Key(userId.ToString("N"), parameters.ToString("N"), PromptText.Normalise(question.Prompt)), parameters);
    }
}
