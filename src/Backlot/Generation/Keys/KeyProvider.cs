using Backlot.Platform.Outbound;

namespace Backlot.Generation.Keys;

/// <summary>A provider that users bring a key of their own for.</summary>
/// <param name="Name">As users write it, for instance <c>openai</c>.</param>
/// <param name="Title">As people say it.</param>
/// <param name="Url">Where it is called; no slash at the end.</param>
/// <param name="KeyName">What its documentation calls the key.</param>
/// <param name="SecretName">What it calls the second half; null when there is none.</param>
internal sealed record KeyProvider(string Name, string Title, string Url, string KeyName, string? SecretName = null)
{
    /// <summary>False: the key may also stand alone.</summary>
    public bool NeedsSecret { get; init; } = true;

    /// <summary>What signs a call: names and values of headers, all of them secret.</summary>
    public required Func<ProviderKey, DateTimeOffset, IReadOnlyList<(string Name, string Value)>> Headers { get; init; }

    /// <summary>Headers beside those that are no secret.</summary>
    public IReadOnlyList<(string Name, string Value)> OtherHeaders { get; init; } = [];

    /// <summary>Why something can be no key of it, as the end of a sentence; null when it can, as far as one sees.</summary>
    public Func<ProviderKey, string?> Fault { get; init; } = _ => null;

    /// <summary>Where below its address the key's owner is at home: given the key and the address. Default: everybody is where all are.</summary>
    public Func<ProviderKey, string, string> Place { get; init; } = (_, _) => "";

    /// <summary>The path of a call that costs nothing and needs a good key.</summary>
    public required Func<DateTimeOffset, string> Proof { get; init; }

    /// <summary>What the answer to it says of the key.</summary>
    public Func<int, string, KeyVerdict> Judge { get; init; } = Verdicts.ByStatus;

    public OutboundRequest ProofOf(ProviderKey key, DateTimeOffset now) => new(HttpMethod.Get, Url + Place(key, Url) + Proof(now))
    {
        Headers = [.. Headers(key, now), .. OtherHeaders, ("Accept", "application/json")],
    };
}

/// <summary>What a provider says of a key.</summary>
public enum KeyVerdict
{
    Works,
    Refused,

    /// <summary>It could not be asked, or could not say.</summary>
    Unreachable,
}

/// <summary>How answers are read.</summary>
internal static class Verdicts
{
    public static KeyVerdict ByStatus(int status, string body) => status switch
    {
        >= 200 and < 300 => KeyVerdict.Works,
        408 or 429 or >= 500 or (>= 300 and < 400) => KeyVerdict.Unreachable,
        _ => KeyVerdict.Refused,
    };

    /// <summary>Where something that is not there was asked for: who is told so, was let in.</summary>
    public static KeyVerdict ByMissing(int status, string body) => status == 404 ? KeyVerdict.Works : ByStatus(status, body);

    /// <summary>Kling answers with a code in the body, also under 200; 1100..1102 speak of money, not of the key.</summary>
    public static KeyVerdict ByKlingCode(int status, string body)
    {
        try
        {
            using var json = System.Text.Json.JsonDocument.Parse(body);
            return json.RootElement.GetProperty("code").GetInt32() switch
            {
                0 or (>= 1100 and <= 1102) => KeyVerdict.Works,
                1302 or 1303 or >= 5000 => KeyVerdict.Unreachable,
                _ => KeyVerdict.Refused,
            };
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return status is >= 200 and < 300 ? KeyVerdict.Unreachable : ByStatus(status, body);
        }
    }
}
