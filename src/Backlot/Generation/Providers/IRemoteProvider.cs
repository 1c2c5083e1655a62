using Backlot.Generation.Keys;

namespace Backlot.Generation.Providers;

/// <summary>A provider that makes one kind of thing by an API of its own, in steps between which the server may die. A step is one
/// request, or a look-up and a download; none repeats a request that is paid for. What goes wrong is a <see cref="ProviderFailure"/>.</summary>
public interface IRemoteProvider
{
    /// <summary>As users write it, for instance <c>runway</c>. With <see cref="Kind"/> it is unique.</summary>
    string Name { get; }

    GenerationKind Kind { get; }

    /// <summary>The name that the user's key is stored under.</summary>
    string KeyName => Name;

    /// <summary>An order that takes longer is given up: it is not asked about any more. Default: six hours.</summary>
    TimeSpan GiveUpAfter => TimeSpan.FromHours(6);

    /// <summary>How long it likes to be left alone between two questions. Default: 6 s.</summary>
    TimeSpan AskEvery => TimeSpan.FromSeconds(6);

    /// <summary>Asks how far a job is.</summary>
    /// <param name="providerJobId">As <see cref="Sent.Accepted"/> said.</param>
    Task<RemoteState> AskAsync(string providerJobId, RemoteCall call, CancellationToken ct);

    /// <summary>Asks about many jobs of one account, by one request where the API has a list. Default: a few at once; what could not be
    /// asked about is left out, and asked about later.</summary>
    /// <exception cref="ProviderFailure">The account is refused.</exception>
    Task<IReadOnlyDictionary<string, RemoteState>> AskAllAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken ct) => RemoteProviders.AskEachAsync(this, jobs, ct);

    /// <summary>Brings what was made to <see cref="RemoteCall.TempPath"/>, whole and of the right type. An address that has expired is
    /// a failure of the class <see cref="FailureClass.Transient"/>: the provider is asked for a fresh one.</summary>
    /// <param name="done">As <see cref="AskAsync"/> said.</param>
    Task<Made> FetchAsync(RemoteState.Succeeded done, RemoteCall call, CancellationToken ct);

    /// <summary>Whether its API lets us look for a request whose answer was lost. Default: no.</summary>
    bool CanFind => false;
}

/// <inheritdoc cref="IRemoteProvider"/>
/// <typeparam name="TOrder">What is ordered.</typeparam>
public interface IRemoteProvider<TOrder> : IRemoteProvider where TOrder : IOrder
{
    GenerationKind IRemoteProvider.Kind => TOrder.Kind;

    /// <summary>What cannot be ordered of this model, beyond what the catalog knows.</summary>
    /// <exception cref="Platform.Refusal">422, naming the field. Nothing was sent.</exception>
    void Check(TOrder order, CatalogModel model)
    {
    }

    /// <summary>Orders it: one request that is paid for.</summary>
    Task<Sent> SendAsync(TOrder order, RemoteCall call, CancellationToken ct);

    /// <summary>Looks for a request whose answer was lost, by <see cref="RemoteCall.Handle"/> or by what was ordered.</summary>
    /// <returns>The provider's ids of those that may be it, the likeliest first; one that another order has is passed over.</returns>
    Task<IReadOnlyList<string>> FindAsync(TOrder order, RemoteCall call, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([]);
}

/// <summary>A provider of shots that takes pictures of who and what is to be seen (<see cref="VideoOrder.Cast"/>).</summary>
public interface ITakesCast
{
    /// <summary>Whether any would go along with this order.</summary>
    bool TakesCast(VideoOrder order, CatalogModel model);
}

/// <summary>What every step needs.</summary>
/// <param name="Model">As the catalog has it: what it is called, what it takes, what it costs.</param>
/// <param name="Key">The user's.</param>
/// <param name="Handle">Our own id of the order, for providers that take one: 32 lower-case hexadecimal digits.</param>
/// <param name="TempPath">A file that is not there yet, to be written with what was made; the caller removes it when a step throws.</param>
/// <param name="PriceUsd">What the catalog takes it to cost, for providers that do not say themselves.</param>
/// <param name="SentAt">When it was, or is being, ordered.</param>
public sealed record RemoteCall(CatalogModel Model, ProviderKey Key, string Handle, string TempPath, decimal PriceUsd, DateTimeOffset SentAt);

/// <summary>One that is asked about.</summary>
/// <param name="Id">The provider's.</param>
public sealed record RemoteJob(string Id, RemoteCall Call);

/// <summary>What a provider said to an order.</summary>
public abstract record Sent
{
    private Sent() { }

    /// <summary>It works on it.</summary>
    /// <param name="AskAfter">When it wants to be asked; null when it does not say.</param>
    /// <param name="CostUsd">What it says that it takes for it; null when it does not.</param>
    public sealed record Accepted(string ProviderJobId, TimeSpan? AskAfter = null, decimal? CostUsd = null) : Sent;

    /// <summary>The answer was the thing itself, and lies at <see cref="RemoteCall.TempPath"/>.</summary>
    public sealed record Finished(Made Made) : Sent;
}

/// <summary>How far a provider is.</summary>
public abstract record RemoteState
{
    private RemoteState() { }

    public sealed record Queued(TimeSpan? AskAfter = null) : RemoteState;

    /// <param name="Progress">0..1, as the provider says; null when it does not.</param>
    /// <param name="AskAfter">When it wants to be asked again; null when it does not say.</param>
    public sealed record Running(double? Progress = null, TimeSpan? AskAfter = null) : RemoteState;

    /// <param name="Media">The address of what was made, or whatever <see cref="IRemoteProvider.FetchAsync"/> understands.</param>
    /// <param name="CostUsd">What the provider says that it took; null when it does not.</param>
    public sealed record Succeeded(string Media, decimal? CostUsd = null) : RemoteState;

    /// <param name="IsCharged">It was made and is taken to be paid for, though nobody gets it.</param>
    public sealed record Failed(ProviderFailure Failure, bool IsCharged = false) : RemoteState;

    public sealed record Cancelled : RemoteState;
}
