using System.Text.Json;
using Backlot.Generation.Keys;
using Backlot.Generation.Providers;
using Backlot.Platform;
using Backlot.Platform.Outbound;

namespace Backlot.Generation.Answers;

/// <summary>How long a provider may take over one answer. Default: five minutes, for ten minutes of sound.</summary>
internal sealed record AnswerLimits(double DeadlineSeconds = 300);

/// <summary>Makes one call of a provider's API, signed by a user's key.</summary>
internal sealed class ProviderCall(OutboundHttp http, KeyProviders providers, AnswerLimits limits, TimeProvider time)
{
    private const int MostAnswerBytes = 4 << 20;

    // A model that thinks sends nothing for minutes, so there is a deadline and no least rate.
    private readonly OutboundLimits _limits = new()
    {
        BodyBytes = MostAnswerBytes, Deadline = TimeSpan.FromSeconds(limits.DeadlineSeconds), MinBytesPerSecond = 0,
    };

    public KeyProvider ProviderOf(string name) => providers.Demand(name);

    /// <summary>As <see cref="ProviderWords.Shown"/>, of words in an answer that is no error.</summary>
    public string Shown(KeyProvider provider, ProviderKey key, string? words) => ProviderWords.Shown(provider, key, time.GetUtcNow(), words);

    /// <param name="path">Behind the provider's address.</param>
    /// <returns>The answer's JSON, an object.</returns>
    /// <exception cref="ProviderTrouble">Anything else.</exception>
    public async Task<JsonElement> PostAsync(KeyProvider provider, ProviderKey key, string path, Func<HttpContent> body, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var request = new OutboundRequest(HttpMethod.Post, provider.Url + path)
        {
            Headers = [.. provider.Headers(key, now), .. provider.OtherHeaders, ("Accept", "application/json")], Body = body,
        };
        try
        {
            await using var reply = await http.SendAsync(request, _limits, ct);
            var text = await reply.ReadTextAsync();
            return reply.IsSuccess
                ? Read(provider, text)
                : throw ProviderError.Of(provider, (int)reply.Status, text, WaitHint.Of(reply, time.GetUtcNow()), ProviderWords.Said(provider, key, now, text));
        }
        catch (OutboundFailed failed)
        {
            throw new ProviderTrouble($"{provider.Title}: {failed.Message}", FailureClass.Transient);
        }
        catch (Refusal refused)
        {
            throw new ProviderTrouble($"{provider.Title}: {refused.Message}", FailureClass.Invalid);
        }
    }

    private static JsonElement Read(KeyProvider provider, string text)
    {
        try
        {
            var answer = JsonSerializer.Deserialize<JsonElement>(text);
            if (answer.ValueKind == JsonValueKind.Object)
                return answer;
        }
        catch (JsonException)
        {
            // Said below.
        }
        throw ProviderTrouble.Unusable(provider, "it is no JSON object");
    }
}
