using System.Text.Json;

namespace Backlot.Generation.Keys;

/// <summary>A provider's key in clear, for the moment of a call. Prints as its last four characters only.</summary>
/// <param name="key">The key, or the public half of a pair.</param>
/// <param name="secret">The other half; null for providers that have one part.</param>
public sealed class ProviderKey(string key, string? secret)
{
    public string Key { get; } = key;
    public string? Secret { get; } = secret;

    /// <summary>What may be shown.</summary>
    public string Last4 => Key[^4..];

    public override string ToString() => "…" + Last4;

    internal string ToSecret() => JsonSerializer.Serialize(new Parts(Key, Secret), JsonSerializerOptions.Web);

    internal static ProviderKey FromSecret(string text)
    {
        var parts = JsonSerializer.Deserialize<Parts>(text, JsonSerializerOptions.Web) ?? throw new JsonException("A stored key is null.");
        return new(parts.Key, parts.Secret);
    }

    private sealed record Parts(string Key, string? Secret);
}
