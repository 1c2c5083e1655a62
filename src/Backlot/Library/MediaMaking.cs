using System.Collections.Concurrent;
using Backlot.Platform;
using Backlot.Rendering;

namespace Backlot.Library;

/// <summary>Makes forms of films and sound beside the requests that ask for them: each once, however many ask, to its end, also when whoever
/// asked is gone, and a few at a time. What was made is kept in the render cache.</summary>
internal sealed class MediaMaking(RenderCache cache, IHostApplicationLifetime life, ILogger<MediaMaking> log) : IDisposable
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _slots = new(Math.Max(2, Environment.ProcessorCount));
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _underWay = new();

    /// <summary>How long a request waits for what is being made. Default 20 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <param name="key">As in <see cref="RenderCache.GetOrMakeAsync"/>.</param>
    /// <param name="extension">With its dot.</param>
    /// <param name="make">Writes the file to the path it is given. It may outlive the request, and must use nothing of it.</param>
    /// <param name="ct">Ends the waiting, not the making.</param>
    /// <returns>Where the file is.</returns>
    /// <exception cref="Refusal">503: it takes longer than <see cref="Patience"/>, and goes on meanwhile.</exception>
    /// <exception cref="MediaRefused">It cannot be made of this file.</exception>
    /// <exception cref="FfmpegFailed">As above.</exception>
    public async Task<string> GetAsync(string key, string extension, Func<string, CancellationToken, Task> make, CancellationToken ct)
    {
        var making = _underWay.GetOrAdd(key, _ => new(() => Task.Run(() => MakeAsync(key, extension, make), CancellationToken.None))).Value;
        try
        {
            return await making.WaitAsync(Patience, ct);
        }
        catch (TimeoutException) when (!making.IsFaulted)
        {
            if (making.IsCompletedSuccessfully)
                return await making;
            throw new Refusal(503, "media.preparing", "The file is being made ready to be served for the first time: ask again in a few seconds.")
            {
                RetryAfter = AskAgain,
            };
        }
    }

    public void Dispose() => _slots.Dispose();

    private async Task<string> MakeAsync(string key, string extension, Func<string, CancellationToken, Task> make)
    {
        try
        {
            var made = await cache.GetOrMakeAsync(key, extension, async (temp, stopping) =>
            {
                await _slots.WaitAsync(stopping);
                try
                {
                    await make(temp, stopping);
                }
                finally
                {
                    _slots.Release();
                }
            }, life.ApplicationStopping);
            return made.Path;
        }
        catch (Exception failed) when (failed is MediaRefused or FfmpegFailed)
        {
            log.LogWarning(failed, "A form of an asset could not be made ({Key}).", key);
            throw;
        }
        finally
        {
            _underWay.TryRemove(key, out _);
        }
    }
}
