using Backlot.Generation.Keys;
using Backlot.Generation.Orders;
using Backlot.Platform.Database;
using Backlot.Platform.Http.Limits;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Providers;

/// <summary>Everybody who can make something.</summary>
public sealed record ProviderList(IReadOnlyList<ProviderView> Items);

/// <summary>Who makes one kind of thing.</summary>
/// <param name="Name">As orders name it.</param>
/// <param name="Title">As people say it.</param>
/// <param name="IsBuiltIn">It works on this machine, costs nothing and takes no key.</param>
/// <param name="IsAlive">It has a model that is not retired.</param>
/// <param name="KeyName">What your key for it is stored under; null for what is built in.</param>
/// <param name="HasKey">Whether you have stored one that is switched on.</param>
/// <param name="PausedUntil">Your account there has no quota left: until then it is not asked. A new key ends that.</param>
/// <param name="Models">The first that is alive is the one taken when none is named.</param>
public sealed record ProviderView(
    string Name, string Title, [StateOf<GenerationKind>] string Kind, bool IsBuiltIn, bool IsAlive, string? KeyName, bool HasKey, DateTimeOffset? PausedUntil,
    IReadOnlyList<ModelView> Models);

/// <summary>A model.</summary>
/// <param name="Prices">Of each unit the first counts that fits.</param>
/// <param name="IsPriceApproximate">The provider does not publish its prices, or not in money.</param>
/// <param name="Seconds">The lengths it makes; empty for any up to <paramref name="MaxSeconds"/>.</param>
/// <param name="Sizes">The sizes it makes, as <c>1280x720</c>; empty for any.</param>
/// <param name="RetiredOn">Since when it is no more, or from when on it will be; null when no day is known.</param>
/// <param name="ReplacedBy">What to take instead, as <c>provider/model</c>.</param>
public sealed record ModelView(
    string Name, bool IsAlive, IReadOnlyList<PriceView> Prices, bool IsPriceApproximate, IReadOnlyList<double> Seconds, double? MaxSeconds, IReadOnlyList<string> Sizes,
    int? PromptCharacters, int? References, bool NeedsImage, bool HasSound, DateOnly? RetiredOn, string? ReplacedBy)
{
    internal static ModelView Of(CatalogModel m, DateOnly today) => new(
        m.Name, !m.IsRetired(today), [.. m.Prices.Select(p => new PriceView(TextEnum.Name(p.Per), p.Usd, p.UpToShortSide))], m.IsPriceApproximate, m.Seconds, m.MaxSeconds,
        m.Sizes, m.PromptCharacters, m.References, m.NeedsImage, m.HasSound, m.RetiredOn, m.ReplacedBy);
}

/// <summary>A price.</summary>
/// <param name="Usd">US dollars.</param>
/// <param name="UpToShortSide">It counts for pictures whose shorter side has at most so many pixels; null for all.</param>
public sealed record PriceView([StateOf<PriceUnit>] string Per, decimal Usd, int? UpToShortSide);

/// <summary><c>/api/providers</c>.</summary>
internal static class ProviderListApi
{
    public static void MapProviderList(this IEndpointRouteBuilder routes) => routes.MapGet("/api/providers", List).WithTags("Generations").WithName("listProviders")
        .WithSummary("Who can make what: what is alive, what it costs, what you have keys for").ProducesProblem(401);

    private static async Task<ProviderList> List(BacklotDb db, AllProviders providers, ProviderCatalog catalog, Words words, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var keys = await db.UserApiKeys.AsNoTracking().Where(k => k.IsActive).Select(k => k.Provider).ToListAsync(ct);
        var pauses = await db.ProviderPauses.AsNoTracking().Where(p => p.Until > now).ToDictionaryAsync(p => p.Provider, p => p.Until, ct);
        return new([
            .. BuiltIn<VideoOrder>(providers), .. BuiltIn<ImageOrder>(providers), .. BuiltIn<MusicOrder>(providers),
            .. providers.Remotes.OrderBy(remote => remote.Kind).ThenBy(remote => remote.Name, StringComparer.Ordinal).Select(remote =>
            {
                var models = catalog.Of(remote.Name, remote.Kind).Select(model => ModelView.Of(model, catalog.Today)).ToList();
                return new ProviderView(remote.Name, providers.TitleOf(remote), TextEnum.Name(remote.Kind), false, models.Exists(model => model.IsAlive), remote.KeyName,
                    keys.Contains(remote.KeyName), pauses.TryGetValue(remote.KeyName, out var until) ? until : null, models);
            }),
            .. words.Makers(keys.Contains, pauses),
        ]);
    }

    private static IEnumerable<ProviderView> BuiltIn<TOrder>(AllProviders providers) where TOrder : IOrder => providers.Makers<TOrder>().Select(maker =>
        new ProviderView(maker.Name, "Backlot", TextEnum.Name(TOrder.Kind), true, true, null, false, null, []));
}
