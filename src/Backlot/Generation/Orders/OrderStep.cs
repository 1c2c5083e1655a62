using System.Text.Json.Serialization;
using Backlot.Generation.Providers;
using Backlot.Jobs;

namespace Backlot.Generation.Orders;

/// <summary>Where an order stands after one run of the job that wants it.</summary>
public abstract record OrderStep
{
    private OrderStep() { }

    /// <summary>Somebody works on it, or it has to rest: the run ends with this outcome.</summary>
    public sealed record Waiting(Outcome Outcome) : OrderStep;

    /// <summary>It is made: the file is the caller's, to be kept as an asset in one save with the fulfilment.</summary>
    public sealed record Ready(Generated Generated) : OrderStep;

    /// <summary>It will not be made. Nothing is charged.</summary>
    /// <param name="Reason">One sentence for the user.</param>
    /// <param name="Class">What it means.</param>
    public sealed record Failed(string Reason, FailureClass Class) : OrderStep
    {
        /// <summary>How the run ends when the caller has nothing else to try.</summary>
        public Outcome Outcome => new Outcome.Discard(Reason);
    }
}

/// <summary>What an order is for.</summary>
/// <param name="BudgetUsd">All that may be spent on the project, with what was spent before; null for no bound.</param>
public sealed record OrderContext(Guid? ProjectId = null, Guid? SceneId = null, decimal? BudgetUsd = null)
{
    public static readonly OrderContext None = new();

    /// <summary>Why nothing more may be ordered, as one sentence for the user; what is under way is taken to its end. Null: it may.</summary>
    [JsonIgnore]
    public string? Closed { get; init; }
}
