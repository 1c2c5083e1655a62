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
                : $"{provider.Title} answered {(int)reply.Status}{ProviderWords.Said(provider, key, now, body)}.");
        }
        catch (Exception e) when (e is OutboundFailed or Refusal)
        {
            return new(provider.Name, KeyVerdict.Unreachable, null, $"{provider.Title}: {e.Message}");
        }
    }
}
