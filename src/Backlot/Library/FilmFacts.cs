using Backlot.Platform.Blobs;
using Backlot.Rendering;
using Microsoft.Extensions.Caching.Memory;

namespace Backlot.Library;

/// <summary>What the probe says of films in the store. The bytes under a hash never change, so it is not asked again while its answer is
/// remembered: from being brought in, as a rule, until the film has become clips.</summary>
internal sealed class FilmFacts(BlobStore blobs, MediaProbe probe) : IDisposable
{
    private const int Most = 500;

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <exception cref="MediaRefused">It is no film.</exception>
    public async Task<MediaFacts> OfAsync(string sha256, CancellationToken ct)
    {
        if (_known.TryGetValue<MediaFacts>(sha256, out var known) && known is not null)
            return known;
        var facts = await probe.ProbeAsync(blobs.PathOf(sha256), MediaKind.Video, ct);
        Remember(sha256, facts);
        return facts;
    }

    public void Remember(string sha256, MediaFacts facts)
    {
        if (facts.Kind == MediaKind.Video)
            _known.Set(sha256, facts, new MemoryCacheEntryOptions { Size = 1 });
    }

    public void Dispose() => _known.Dispose();
}
