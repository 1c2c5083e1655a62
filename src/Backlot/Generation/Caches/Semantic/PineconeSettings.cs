using Backlot.Platform;

namespace Backlot.Generation.Caches.Semantic;

/// <summary>An index of Pinecone: 1536 dimensions, cosine.</summary>
/// <param name="Url">Of the index, as Pinecone's console shows its host.</param>
internal sealed record PineconeSettings(string Url, string ApiKey)
{
    /// <returns>Null when neither is set.</returns>
    /// <exception cref="StartFailed">One is set without the other, or the address cannot be read.</exception>
    public static PineconeSettings? Parse(string? host, string? key) => (host, key) switch
    {
        (null, null) => null,
        (null, _) or (_, null) => throw new StartFailed("PINECONE_HOST and PINECONE_API_KEY go together: set both, or neither."),
        _ when Uri.TryCreate(host.Contains("://", StringComparison.Ordinal) ? host : "https://" + host, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https" && url.PathAndQuery == "/" => new(url.GetLeftPart(UriPartial.Authority), key),
        _ => throw new StartFailed($"PINECONE_HOST is '{host}': write the host of the index, as Pinecone's console shows it."),
    };
}
