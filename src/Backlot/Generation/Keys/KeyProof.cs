using System.Text.Json;
using Backlot.Platform;
using Backlot.Platform.Outbound;

namespace Backlot.Generation.Keys;

/// <summary>Asks a provider, by a call that costs nothing, whether it takes a key.</summary>
internal sealed class KeyProof(OutboundHttp http, TimeProvider time)
{
    private static readonly OutboundLimits Limits = new() { BodyBytes = 4 << 20, Deadline = TimeSpan.FromSeconds(20) };

    public async Task<KeyTestResult> TryAsync(KeyProvider provider, ProviderKey key, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        try
        {
            await using var reply = await http.SendAsync(provider.ProofOf(key, now), Limits, ct);
            var body = await reply.ReadTextAsync();
            var verdict = provider.Judge((int)reply.Status, body);
            return new(provider.Name, verdict, (int)reply.Status, verdict == KeyVerdict.Works
                ? $"{provider.Title} takes this key."
                : $"{provider.Title} answered {(int)reply.Status}{Said(provider, key, now, body)}.");
        }
        catch (Exception e) when (e is OutboundFailed or Refusal)
        {
            return new(provider.Name, KeyVerdict.Unreachable, null, $"{provider.Title}: {e.Message}");
        }
    }

    private static string Said(KeyProvider provider, ProviderKey key, DateTimeOffset now, string body)
    {
        IEnumerable<string> secrets = [key.Key, key.Secret ?? "", .. provider.Headers(key, now).SelectMany(h => h.Value.Split(' '))];
        var clean = KeyScrub.Clean(Message(body) ?? "", secrets).TrimEnd('.');
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
