using System.Globalization;
using System.Text.Json;

namespace Backlot.Generation.Providers;

/// <summary>What the body of an error tells apart from others, wherever a provider puts it.</summary>
/// <param name="Words">Its codes, types, states and reasons.</param>
/// <param name="Delay">How long Google says to wait; null when nothing is said.</param>
internal sealed record ErrorBody(IReadOnlySet<string> Words, TimeSpan? Delay)
{
    private static readonly string[] NoMoneyWords = ["insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "credit_balance_exhausted"];
    private static readonly string[] BadKeyWords = ["invalid_api_key", "API_KEY_INVALID"];
    private static readonly string[] BadContentWords = ["content_policy_violation", "content_filter", "moderation_blocked", "sentinel_block"];

    public bool SaysNoMoney => Words.Overlaps(NoMoneyWords);
    public bool SaysBadKey => Words.Overlaps(BadKeyWords);
    public bool SaysBadContent => Words.Overlaps(BadContentWords);

    /// <summary>Google's way to say that it is over until tomorrow.</summary>
    public bool SaysDayIsUsedUp => Words.Any(word => word.Contains("PerDay", StringComparison.Ordinal));

    /// <param name="body">JSON; of anything else nothing is learned.</param>
    public static ErrorBody Read(string body)
    {
        var (words, delay) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), (TimeSpan?)null);
        try
        {
            using var json = JsonDocument.Parse(body);
            Gather(json.RootElement);
        }
        catch (JsonException)
        {
            // A page of a proxy, say: its status has to tell.
        }
        return new(words, delay);

        void Gather(JsonElement at)
        {
            if (at.ValueKind == JsonValueKind.Array)
                foreach (var item in at.EnumerateArray())
                    Gather(item);
            else if (at.ValueKind == JsonValueKind.Object)
                foreach (var field in at.EnumerateObject())
                    if (field.Value.ValueKind != JsonValueKind.String)
                        Gather(field.Value);
                    else if (field.Name is "code" or "type" or "status" or "reason" or "quotaId")
                        words.Add(field.Value.GetString() ?? "");
                    else if (field.Name == "retryDelay")
                        delay = Seconds(field.Value.GetString());
        }
    }

    /// <summary>Of <c>34s</c> or <c>1.5s</c>.</summary>
    private static TimeSpan? Seconds(string? text)
    {
        var number = text?.EndsWith('s') == true ? text[..^1] : "";
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e6
            ? TimeSpan.FromSeconds(seconds) : null;
    }
}
