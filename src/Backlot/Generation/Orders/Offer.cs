using Backlot.Generation.Providers;

namespace Backlot.Generation.Orders;

/// <summary>Somebody who can make what is wanted, and what it would cost.</summary>
/// <param name="Choice">What was asked for.</param>
/// <param name="PriceUsd">What it is taken to cost.</param>
internal abstract record Offer<TOrder>(ProviderChoice Choice, decimal PriceUsd) where TOrder : IOrder
{
    /// <summary>It is made on this machine.</summary>
    public sealed record BuiltIn(ProviderChoice Choice, decimal PriceUsd, IMaker<TOrder> Maker) : Offer<TOrder>(Choice, PriceUsd);

    /// <summary>It is ordered elsewhere.</summary>
    public sealed record Elsewhere(ProviderChoice Choice, decimal PriceUsd, IRemoteProvider<TOrder> Remote, CatalogModel Model) : Offer<TOrder>(Choice, PriceUsd);
}
