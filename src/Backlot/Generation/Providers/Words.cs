using Backlot.Generation.Answers;
using Backlot.Generation.Caches.Prompts;
using Backlot.Generation.Keys;
using Backlot.Platform.Database;

namespace Backlot.Generation.Providers;

/// <summary>Who writes and who makes vectors of words, for the list of providers: orders do not name them.</summary>
internal sealed class Words(AnswerModels models, IEnumerable<IAnswerer> answerers, KeyProviders keys, ProviderCatalog catalog, WordEmbedding embedding)
{
    private const string BuiltInWriter = "built-in";

    /// <param name="hasKey">Whether the user has a key of that name.</param>
    public IEnumerable<ProviderView> Makers(Func<string, bool> hasKey)
    {
        yield return BuiltIn(BuiltInWriter, GenerationKind.Text);
        foreach (var provider in answerers.Select(a => a.Provider).Order(StringComparer.Ordinal))
            yield return Called(provider, GenerationKind.Text, [Of(models.ForText(provider))], hasKey);
        yield return BuiltIn(embedding.Name, GenerationKind.Embedding);
        foreach (var provider in KeyProviders.Names.Where(name => catalog.Of(name, GenerationKind.Embedding).Any()))
            yield return Called(provider, GenerationKind.Embedding, [.. catalog.Of(provider, GenerationKind.Embedding).Select(m => ModelView.Of(m, catalog.Today))], hasKey);
    }

    private static ProviderView BuiltIn(string name, GenerationKind kind) => new(name, "Backlot", TextEnum.Name(kind), true, true, null, false, null, []);

    private ProviderView Called(string provider, GenerationKind kind, IReadOnlyList<ModelView> models, Func<string, bool> hasKey) => new(
        provider, keys.Find(provider)?.Title ?? provider, TextEnum.Name(kind), false, models.Any(m => m.IsAlive), provider, hasKey(provider), null, models);

    private static ModelView Of(ModelChoice choice) => new(choice.Model, true,
        [new(TextEnum.Name(PriceUnit.MillionInputTokens), choice.Price.InputUsd, null), new(TextEnum.Name(PriceUnit.MillionOutputTokens), choice.Price.OutputUsd, null)],
        true, [], null, [], null, null, false, false, null, null);
}
