using Backlot.Generation.Keys;
using Backlot.Generation.Providers;
using Backlot.Platform;

namespace Backlot.Generation.Orders;

/// <summary>Finds out who can make what is wanted: who is there, alive, has the user's key, and takes such an order.</summary>
internal sealed class Offers(AllProviders providers, ProviderCatalog catalog, KeyVault vault)
{
    /// <summary>Those of the choices who can, in their order.</summary>
    /// <exception cref="Refusal">None can: what is wrong with the first.</exception>
    public async Task<IReadOnlyList<Offer<TOrder>>> OfAsync<TOrder>(
        Guid userId, IReadOnlyList<ProviderChoice> choices, TOrder wanted, CancellationToken ct) where TOrder : IOrder
    {
        var offers = new List<Offer<TOrder>>();
        Refusal? first = null;
        foreach (var choice in choices)
            try
            {
                offers.Add(await OfAsync(userId, choice, wanted, ct));
            }
            catch (Refusal refusal)
            {
                first ??= refusal;
            }
        return offers.Count > 0 ? offers : throw (Exception?)first ?? new ArgumentException("There is nobody to choose from.", nameof(choices));
    }

    /// <exception cref="Refusal">422: there is no such provider or model, it is retired, or it takes no such order. 409: the user has no
    /// key for it.</exception>
    public async Task<Offer<TOrder>> OfAsync<TOrder>(Guid userId, ProviderChoice choice, TOrder wanted, CancellationToken ct) where TOrder : IOrder
    {
        if (providers.Maker<TOrder>(choice.Provider) is { } maker)
        {
            if (choice.Model is not null)
                throw new Refusal(422, "model.unknown", $"{choice.Provider} has no models to choose from: leave the model out.");
            maker.Check(wanted);
            return new Offer<TOrder>.BuiltIn(choice, maker.PriceUsd(wanted), maker);
        }
        if (providers.Remote(choice.Provider, TOrder.Kind) is not IRemoteProvider<TOrder> remote)
            throw AllProviders.Unknown(choice.Provider);
        var model = catalog.Demand(choice, TOrder.Kind);
        model.Check(wanted);
        remote.Check(wanted, model);
        await vault.DemandAsync(userId, remote.KeyName, ct);
        return new Offer<TOrder>.Elsewhere(choice, model.PriceUsd(wanted), remote, model);
    }
}
