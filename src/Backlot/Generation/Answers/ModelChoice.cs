using System.Globalization;

namespace Backlot.Generation.Answers;

/// <summary>A provider's model, and what it takes.</summary>
/// <param name="Model">As the provider calls it.</param>
internal sealed record ModelChoice(string Model, ModelPrice Price)
{
    private const int LongestName = 100;

    /// <summary>Reads <c>gpt-5.6-luna@0.20/1.20</c>, US dollars for a million tokens in and out, or <c>whisper-1@0.006</c>, US dollars
    /// for a minute of sound.</summary>
    /// <returns>Null when it is written another way.</returns>
    public static ModelChoice? Parse(string text)
    {
        if (text.Split('@') is not [{ Length: > 0 and <= LongestName } model, var price]
            || !model.All(c => char.IsAsciiLetterOrDigit(c) || "._:/-".Contains(c)))
            return null;
        return price.Split('/') switch
        {
            [var minute] when Usd(minute) is { } usd => new(model, new(0, 0, usd)),
            [var input, var output] when Usd(input) is { } of && Usd(output) is { } to => new(model, new(of, to, 0)),
            _ => null,
        };
    }

    private static decimal? Usd(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd) && usd <= 10_000 ? usd : null;
}

/// <summary>What a model takes, in US dollars.</summary>
/// <param name="InputUsd">For a million tokens it reads.</param>
/// <param name="OutputUsd">For a million tokens it writes, those that it thinks in among them.</param>
/// <param name="MinuteUsd">For a minute of sound.</param>
internal sealed record ModelPrice(decimal InputUsd, decimal OutputUsd, decimal MinuteUsd)
{
    private const decimal Million = 1_000_000, Parts = 10_000;

    /// <summary>In ten-thousandths of a dollar, and what is begun counts: nothing that was paid for is free.</summary>
    public decimal Of(Usage usage)
    {
        var exact = usage.InputTokens * InputUsd / Million + usage.OutputTokens * OutputUsd / Million + (decimal)usage.Minutes * MinuteUsd;
        return decimal.Ceiling(exact * Parts) / Parts;
    }
}

/// <summary>What a provider counted of a call.</summary>
/// <param name="Minutes">Of sound.</param>
internal sealed record Usage(int InputTokens = 0, int OutputTokens = 0, double Minutes = 0)
{
    public int Tokens => InputTokens + OutputTokens;

    public static Usage operator +(Usage a, Usage b) => new(a.InputTokens + b.InputTokens, a.OutputTokens + b.OutputTokens, a.Minutes + b.Minutes);
}
