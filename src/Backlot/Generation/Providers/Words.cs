using Backlot.Generation.Answers;
using Backlot.Generation.Caches.Prompts;
using Backlot.Generation.Keys;
using Backlot.Platform.Database;

namespace Backlot.Generation.Providers;

/// <summary>Who writes and who makes vectors of words, for the list of providers.</summary>
internal sealed class Words(TextModels models, IEnumerable<IAnswerer> answerers, KeyProviders keys, ProviderCatalog catalog, WordEmbedding embedding)
{
    /// <param name="hasKey">Whether the user has a key of that name.</param>
    /// <param name="pauses">Until when accounts are left alone, by that name.</param>
    public IEnumerable<ProviderView> Makers(Func<string, bool> hasKey, IReadOnlyDictionary<string, DateTimeOffset> pauses)
    {
        yield return BuiltIn(GenerationKind.Text, []);
        foreach (var provider in answerers.Select(a => a.Provider).Order(StringComparer.Ordinal))
            yield return Called(provider, GenerationKind.Text, models.All(provider), hasKey, pauses);
        yield return BuiltIn(GenerationKind.Embedding, [ModelView.Of(new(TextModels.BuiltIn, GenerationKind.Embedding, embedding.Name), catalog.Today)]);
        foreach (var provider in KeyProviders.Names.Where(name => catalog.Of(name, GenerationKind.Embedding).Any()))
            yield return Called(provider, GenerationKind.Embedding, catalog.Of(provider, GenerationKind.Embedding), hasKey, pauses);
    }

    private static ProviderView BuiltIn(GenerationKind kind, IReadOnlyList<ModelView> models) =>
        new(TextModels.BuiltIn, "Backlot", TextEnum.Name(kind), true, true, null, false, null, models);

    private ProviderView Called(
        string provider, GenerationKind kind, IEnumerable<CatalogModel> listed, Func<string, bool> hasKey, IReadOnlyDictionary<string, DateTimeOffset> pauses)
    {
        var views = listed.Select(model => ModelView.Of(model, catalog.Today)).ToList();
        return new(provider, keys.Find(provider)?.Title ?? provider, TextEnum.Name(kind), false, views.Exists(m => m.IsAlive), provider, hasKey(provider),
            pauses.TryGetValue(provider, out var until) ? until : null, views);
    }
}
