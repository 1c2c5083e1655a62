using System.Text.Json;

namespace Backlot.Generation.Keys;

/// <summary>What a provider says in an error, made fit to be shown.</summary>
internal static class ProviderWords
{
    /// <param name="provider">Who was called.</param>
    /// <param name="key">It was called with this one: whatever it repeats of it is left out.</param>
    /// <param name="now">When it was called.</param>
    /// <param name="body">Of its answer.</param>
    /// <returns><c>: Slow down</c>, at most 300 characters without a full stop at the end; empty when it says nothing.</returns>
    public static string Said(KeyProvider provider, ProviderKey key, DateTimeOffset now, string body) => Shown(provider, key, now, Message(body));

    /// <summary>As <see cref="Said"/>, of a sentence that was found in an answer.</summary>
    public static string Shown(KeyProvider provider, ProviderKey key, DateTimeOffset now, string? sentence)
    {
        IEnumerable<string> secrets = [key.Key, key.Secret ?? "", .. provider.Headers(key, now).SelectMany(h => h.Value.Split(' '))];
        var clean = KeyScrub.Clean(sentence ?? "", secrets).TrimEnd('.');
        return clean.Length > 0 ? ": " + clean : "";
    }

    /// <summary>The sentence in a provider's error, wherever it has one; null for what is no such JSON.</summary>
    private static string? Message(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var whole = json.RootElement;
            var root = whole.ValueKind == JsonValueKind.Array && whole.GetArrayLength() > 0 ? whole[0] : whole;
            return Text(root, "error") ?? Text(root, "message") ?? Text(root, "detail");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement at, string name) =>
        at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : Text(value, "message")
        : null;
}
