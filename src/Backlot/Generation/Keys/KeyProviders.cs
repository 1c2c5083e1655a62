using System.Globalization;
using Backlot.Platform;

namespace Backlot.Generation.Keys;

/// <summary>The providers that users can store a key for. Their addresses are the providers' own unless
/// <c>BACKLOT_PROVIDER_URLS</c> says otherwise; only an administrator can.</summary>
internal sealed class KeyProviders
{
    private readonly IReadOnlyList<KeyProvider> _all;

    /// <exception cref="StartFailed">The setting names a provider that is not here, or no address.</exception>
    public KeyProviders(Settings settings)
    {
        if (settings.ProviderUrls.Keys.FirstOrDefault(name => Usual.All(p => p.Name != name)) is { } unknown)
            throw new StartFailed($"BACKLOT_PROVIDER_URLS names '{unknown}': choose {string.Join(", ", Usual.Select(p => p.Name))}.");
        _all = [.. Usual.Select(p => settings.ProviderUrls.TryGetValue(p.Name, out var url) ? p with { Url = Address(url) } : p)];
    }

    public static IEnumerable<string> Names => Usual.Select(p => p.Name);

    public IReadOnlyList<KeyProvider> All => _all;

    public KeyProvider? Find(string name) => _all.FirstOrDefault(p => p.Name == name);

    /// <exception cref="Refusal">422: there is none of that name.</exception>
    public KeyProvider Demand(string name) => Find(name) ?? throw new Refusal(422, "provider.unknown",
        $"There is no provider '{(name.Length <= 50 ? name : name[..50] + "…")}' that takes a key; name one of {string.Join(", ", _all.Select(p => p.Name))}.");

    /// <summary>How each is called, as its own documentation or software says; looked up in November 2026.</summary>
    private static readonly IReadOnlyList<KeyProvider> Usual =
    [
        new("openai", "OpenAI", "https://api.openai.com/v1", "API key") { Headers = Bearer, Proof = _ => "/models" },
        new("gemini", "Google Gemini", "https://generativelanguage.googleapis.com", "API key")
        {
            Headers = (key, _) => [("x-goog-api-key", key.Key)], Proof = _ => "/v1beta/models?pageSize=1",
        },
        new("sora", "OpenAI-compatible video", "https://api.openai.com/v1", "API key") { Headers = Bearer, Proof = _ => "/models" },
        new("runway", "Runway", "https://api.dev.runwayml.com", "API secret")
        {
            Headers = Bearer, OtherHeaders = [("X-Runway-Version", "2024-11-06")], Proof = _ => "/v1/organization",
        },
        new("veo", "Google Veo", "https://us-central1-aiplatform.googleapis.com", "service account (its JSON file in base64, or project:token)")
        {
            Headers = (key, now) => [("Authorization", "Bearer " + VertexKey.TokenOf(key, now))], Fault = VertexKey.FaultOf,
            Place = VertexKey.PlaceOf, Proof = _ => "/models?pageSize=1",
        },
        new("kling", "Kling", "https://api.klingai.com", "access key", "secret key")
        {
            NeedsSecret = false,            // newer accounts have one plain key
            Headers = (key, now) => [("Authorization", "Bearer " + (key.Secret is { } secret ? KlingToken.Of(key.Key, secret, now) : key.Key))],
            Proof = now => string.Create(CultureInfo.InvariantCulture,
                $"/account/costs?start_time={now.AddDays(-1).ToUnixTimeMilliseconds()}&end_time={now.ToUnixTimeMilliseconds()}"),
            Judge = Verdicts.ByKlingCode,
        },
        new("leonardo", "Leonardo.Ai", "https://cloud.leonardo.ai/api/rest/v1", "API key") { Headers = Bearer, Proof = _ => "/me" },
        new("mubert", "Mubert", "https://music-api.mubert.com/api/v3", "customer id", "access token")
        {
            Headers = (key, _) => [("customer-id", key.Key), ("access-token", key.Secret ?? "")], Proof = _ => "/public/playlists",
        },
        new("beatoven", "Beatoven", "https://public-api.beatoven.ai", "API key")
        {
            // It has no call about the account itself.
            Headers = Bearer, Proof = _ => "/api/v1/tasks/00000000-0000-0000-0000-000000000000_1", Judge = Verdicts.ByMissing,
        },
    ];

    private static IReadOnlyList<(string Name, string Value)> Bearer(ProviderKey key, DateTimeOffset now) => [("Authorization", "Bearer " + key.Key)];

    private static string Address(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
        ? url.TrimEnd('/')
        : throw new StartFailed($"BACKLOT_PROVIDER_URLS holds '{url}', which is no http or https address.");
}
