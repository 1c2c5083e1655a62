using System.Globalization;
using Backlot.Platform;

namespace Backlot.Generation.Providers;

/// <summary>A model of a provider: what it takes and what it costs.</summary>
/// <param name="Provider">Whose it is.</param>
/// <param name="Kind">What it makes.</param>
/// <param name="Name">As the provider calls it.</param>
public sealed record CatalogModel(string Provider, GenerationKind Kind, string Name)
{
    /// <summary>Its prices: of each unit the first counts that fits the order.</summary>
    public IReadOnlyList<CatalogPrice> Prices { get; init; } = [];

    /// <summary>Whether the prices are what third parties tell: the provider does not publish them, or not in money.</summary>
    public bool IsPriceApproximate { get; init; }

    /// <summary>The lengths it makes, ascending. Empty: any within <see cref="MinSeconds"/> and <see cref="MaxSeconds"/>.</summary>
    public IReadOnlyList<double> Seconds { get; init; } = [];
    public double? MinSeconds { get; init; }
    public double? MaxSeconds { get; init; }

    /// <summary>The sizes it makes, as <c>1280x720</c>. Empty: any.</summary>
    public IReadOnlyList<string> Sizes { get; init; } = [];

    /// <summary>The longest prompt, in UTF-16 units; null when none is known.</summary>
    public int? PromptCharacters { get; init; }

    /// <summary>Pictures that may go with an order; null when none is known.</summary>
    public int? References { get; init; }

    /// <summary>It makes nothing from words alone.</summary>
    public bool NeedsImage { get; init; }

    /// <summary>It makes sound with the pictures.</summary>
    public bool HasSound { get; init; }

    /// <summary>From this day on it is no more; null when no day is known.</summary>
    public DateOnly? RetiredOn { get; init; }

    /// <summary>What to take instead, as <c>provider/model</c>; null when nothing is known.</summary>
    public string? ReplacedBy { get; init; }

    public bool IsRetired(DateOnly today) => RetiredOn <= today;

    /// <summary>The shortest length it makes that is not below the wanted one.</summary>
    /// <returns>Null when it makes none so long.</returns>
    public double? FitSeconds(double wanted)
    {
        const double Close = 0.01;
        if (Seconds.Count > 0)
            return Seconds.Where(s => s >= wanted - Close).Cast<double?>().FirstOrDefault();
        var fitted = Math.Max(wanted, MinSeconds ?? 0);
        return MaxSeconds is { } most && fitted > most + Close ? null : fitted;
    }

    /// <summary>What an order is taken to cost, in US dollars, at the length that is really made; what is begun of a ten-thousandth counts.</summary>
    public decimal PriceUsd(IOrder order) => PriceUsd(FitSeconds(order.DurationSeconds) ?? order.DurationSeconds, order.ShortSidePixels);

    /// <inheritdoc cref="PriceUsd(IOrder)"/>
    public decimal PriceUsd(double seconds, int shortSidePixels = 0)
    {
        var exact = UsdPer(PriceUnit.Item, shortSidePixels)
            + UsdPer(PriceUnit.Second, shortSidePixels) * (decimal)seconds
            + UsdPer(PriceUnit.Minute, shortSidePixels) * (decimal)seconds / 60;
        return Ceiling(exact);
    }

    /// <summary>The price of a unit; 0 when it has none.</summary>
    public decimal UsdPer(PriceUnit unit, int shortSidePixels = 0) =>
        Prices.FirstOrDefault(p => p.Per == unit && (p.UpToShortSide is null || shortSidePixels <= p.UpToShortSide))?.Usd ?? 0;

    /// <summary>What tokens cost.</summary>
    public decimal TokensUsd(long input, long output) =>
        Ceiling((input * UsdPer(PriceUnit.MillionInputTokens) + output * UsdPer(PriceUnit.MillionOutputTokens)) / 1_000_000);

    /// <exception cref="Refusal">422 <c>invalid</c>: it does not make such things; names the field.</exception>
    public void Check(IOrder order)
    {
        if (order.Prompt.Length > PromptCharacters)
            throw Invalid("prompt", $"{this} takes at most {PromptCharacters} characters, and this has {order.Prompt.Length}.");
        if (order.DurationSeconds > 0 && FitSeconds(order.DurationSeconds) is null)
            throw Invalid("durationSeconds", string.Create(CultureInfo.InvariantCulture,
                $"{this} makes at most {(Seconds.Count > 0 ? Seconds[^1] : MaxSeconds)} seconds at a time."));
        if (order is not VideoOrder video)
            return;
        if (Sizes.Count > 0 && !Sizes.Contains($"{video.Width}x{video.Height}"))
            throw Invalid("width", $"{this} makes {string.Join(", ", Sizes)}, not {video.Width}x{video.Height}.");
        if (NeedsImage && video.References.Count == 0)
            throw Invalid("referenceImages", $"{this} makes nothing from words alone; give a picture to begin with.");
        if (video.References.Count > References)
            throw Invalid("referenceImages", References == 0 ? $"{this} takes no pictures." : $"{this} takes at most {References}.");
    }

    /// <summary>For providers that take less than their models' entries say.</summary>
    public static Refusal Invalid(string field, string why) => Refusal.Invalid(new FieldError("/" + field, $"{field}: {why}"));

    public override string ToString() => $"{Provider}/{Name}";

    private static decimal Ceiling(decimal usd) => decimal.Ceiling(usd * 10_000) / 10_000;
}

/// <summary>A price.</summary>
/// <param name="Per">What it is for.</param>
/// <param name="Usd">US dollars.</param>
/// <param name="UpToShortSide">It counts for pictures whose shorter side has at most so many pixels; null for all.</param>
public sealed record CatalogPrice(PriceUnit Per, decimal Usd, int? UpToShortSide = null);

/// <summary>What a price is for.</summary>
public enum PriceUnit { Item, Second, Minute, MillionInputTokens, MillionOutputTokens }
