namespace Backlot.Generation.Providers;

/// <summary>Makes music by order.</summary>
public interface IMusicProvider
{
    /// <summary>As users write it, for instance <c>dummy</c>.</summary>
    string Name { get; }

    /// <summary>The most that an order will cost, in US dollars; so much is set aside before it is made. Default: free.</summary>
    decimal PriceUsd(MusicOrder order) => 0;

    /// <summary>Makes one piece.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="path">A file to be written; the caller removes it when this throws.</param>
    /// <param name="progress">0..1.</param>
    /// <param name="ct">Stops making.</param>
    Task<Made> MakeAsync(MusicOrder order, string path, IProgress<double>? progress, CancellationToken ct);
}

/// <summary>Makes pictures by order.</summary>
public interface IImageProvider
{
    /// <inheritdoc cref="IMusicProvider.Name"/>
    string Name { get; }

    /// <inheritdoc cref="IMusicProvider.PriceUsd"/>
    decimal PriceUsd(ImageOrder order) => 0;

    /// <inheritdoc cref="IMusicProvider.MakeAsync"/>
    Task<Made> MakeAsync(ImageOrder order, string path, IProgress<double>? progress, CancellationToken ct);
}

/// <param name="Prompt">What it should sound like.</param>
/// <param name="Seed">The same order with another seed gives another piece.</param>
/// <param name="DurationSeconds">Exact length.</param>
public sealed record MusicOrder(string Prompt, long Seed, double DurationSeconds);

/// <param name="Prompt">What it should show.</param>
/// <param name="Seed">The same order with another seed gives another picture.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record ImageOrder(string Prompt, long Seed, int Width, int Height);

/// <summary>What came of an order.</summary>
/// <param name="Filename">With the right ending.</param>
/// <param name="CostUsd">What the provider takes for it.</param>
/// <param name="License">One sentence a channel owner can rely on.</param>
/// <param name="ProviderJobId">The provider's own number, if it has one.</param>
public sealed record Made(string Filename, decimal CostUsd, string License, string? ProviderJobId = null);
