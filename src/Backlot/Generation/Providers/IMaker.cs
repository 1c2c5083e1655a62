namespace Backlot.Generation.Providers;

/// <summary>Makes one kind of thing on this machine, while a job waits for it.</summary>
/// <typeparam name="TOrder">What is ordered.</typeparam>
public interface IMaker<TOrder> where TOrder : IOrder
{
    /// <summary>As users write it, for instance <c>dummy</c>.</summary>
    string Name { get; }

    /// <summary>The most that an order will cost, in US dollars; so much is set aside before it is made. Default: free.</summary>
    decimal PriceUsd(TOrder order) => 0;

    /// <summary>Looks whether it makes such a thing, before anything is ordered. Default: it makes all.</summary>
    /// <exception cref="Platform.Refusal">422 <c>invalid</c>: it does not; names the field.</exception>
    void Check(TOrder order) { }

    /// <summary>Makes one.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="path">A file to be written; the caller removes it when this throws.</param>
    /// <param name="progress">0..1.</param>
    /// <param name="ct">Stops making.</param>
    Task<Made> MakeAsync(TOrder order, string path, IProgress<double>? progress, CancellationToken ct);
}

/// <summary>Makes music by order.</summary>
public interface IMusicProvider : IMaker<MusicOrder>;

/// <summary>Makes pictures by order.</summary>
public interface IImageProvider : IMaker<ImageOrder>;

/// <summary>Shoots video by order.</summary>
public interface IVideoProvider : IMaker<VideoOrder>;

/// <summary>What came of an order.</summary>
/// <param name="Filename">With the right ending.</param>
/// <param name="CostUsd">What the provider takes for it.</param>
/// <param name="License">One sentence a channel owner can rely on.</param>
/// <param name="ProviderJobId">The provider's own number, if it has one.</param>
public sealed record Made(string Filename, decimal CostUsd, string License, string? ProviderJobId = null);
