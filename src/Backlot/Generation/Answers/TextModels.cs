using Backlot.Generation.Providers;
using Backlot.Platform;

namespace Backlot.Generation.Answers;

/// <summary>Which model of a provider writes, and what it takes: the one that <c>BACKLOT_ANALYSIS_MODELS</c> names, else the first of the
/// catalog's that is alive.</summary>
internal sealed class TextModels(AnswerModels named, ProviderCatalog catalog)
{
    /// <summary>Who writes on this machine, without a model and for nothing.</summary>
    public const string BuiltIn = "dummy";

    /// <exception cref="Refusal">422: it is retired, or there is none of this provider's.</exception>
    public ModelChoice Of(string provider)
    {
        var model = Named(provider) ?? catalog.Demand(new(provider), GenerationKind.Text);
        return model.IsRetired(catalog.Today)
            ? throw ProviderCatalog.Retired(model)
            : new(model.Name, new(model.UsdPer(PriceUnit.MillionInputTokens), model.UsdPer(PriceUnit.MillionOutputTokens), 0));
    }

    /// <summary>The one that is taken comes first.</summary>
    public IEnumerable<CatalogModel> All(string provider)
    {
        var listed = catalog.Of(provider, GenerationKind.Text);
        return Named(provider) is { } named ? listed.Where(model => model.Name != named.Name).Prepend(named) : listed;
    }

    /// <summary>What the catalog knows of it besides, at the price that the setting gives.</summary>
    private CatalogModel? Named(string provider) => named.ForText(provider) is not { } own ? null : catalog.Find(provider, GenerationKind.Text, own.Model) with
    {
        Prices = [new(PriceUnit.MillionInputTokens, own.Price.InputUsd), new(PriceUnit.MillionOutputTokens, own.Price.OutputUsd)],
    };
}
